import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import {
  Button,
  ButtonRow,
  ErrorSummary,
  FileField,
  Form,
  Hidden,
  TextArea,
  TextField,
} from '#ui/index.ts';
import { filesAtMost } from '../../core/index.ts';
import type { Readers } from '../../server/index.ts';

const accepted = '.pdf,.odt,.docx,.xlsx,image/jpeg,image/png,image/webp,image/gif,image/avif';

/** Where one writes. What was typed stays through every error. */
export function WriteBox({
  v,
  action,
  search = '',
  sendKey,
  readers,
  withSubject = false,
}: {
  v: View;
  action: string;
  /** of the address, to stand behind the action */
  search?: string;
  sendKey: string;
  /** who reads along, as the page says it now: also after an error, when somebody has come */
  readers: Readers;
  withSubject?: boolean;
}) {
  const f = bind(v, action);
  const key = f.text('sendKey').value;
  return (
    <>
      <ErrorSummary
        title={v.t('messaging.write.errors')}
        lead={v.t('messaging.write.nothing-lost')}
        errors={f.errors}
      />
      <Form action={action + search} multipart>
        <Hidden name="sendKey" value={key || sendKey} />
        <Hidden name="readers" value={readers.marks} />
        {withSubject && <TextField {...f.text('subject')} label={v.t('messaging.write.subject')} />}
        <TextArea
          {...f.text('text')}
          label={v.t(withSubject ? 'messaging.write.text' : 'messaging.write.answer')}
          rows={withSubject ? 8 : 4}
        />
        <FileField
          name="files"
          label={v.t('messaging.write.files')}
          optionalLabel={v.t('messaging.write.optional')}
          hint={v.t('messaging.write.files-hint', { max: filesAtMost })}
          error={f.text('files').error}
          accept={accepted}
          multiple
        />
        <ButtonRow>
          <Button>{v.t('messaging.write.send')}</Button>
        </ButtonRow>
      </Form>
    </>
  );
}
