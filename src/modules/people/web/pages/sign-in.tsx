import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import {
  Button,
  ButtonRow,
  CodeField,
  ErrorSummary,
  Form,
  Hidden,
  Notice,
  PageHead,
  RadioGroup,
  TextField,
} from '#ui/index.ts';
import { paths } from '../paths.ts';

export function SignInPage({ v, next }: { v: View; next: string }) {
  const f = bind(v, paths.signIn.pattern);
  return (
    <>
      <PageHead title={v.t('people.sign-in.title')} lead={v.t('people.sign-in.lead')} />
      <ErrorSummary title={v.t('people.form.errors')} errors={f.errors} />
      <Form action={paths.signIn.href()}>
        <Hidden name="next" value={next} />
        <TextField
          {...f.text('email')}
          label={v.t('people.field.email')}
          type="email"
          autocomplete="email"
          inputmode="email"
          required
        />
        <ButtonRow>
          <Button>{v.t('people.sign-in.send-code')}</Button>
        </ButtonRow>
      </Form>
    </>
  );
}

export type CodeProps = {
  email: string;
  next: string;
  choose: { id: string; name: string }[];
  code: string;
};

export function CodePage({ v, email, next, choose, code }: { v: View } & CodeProps) {
  const f = bind(v, paths.signInCode.pattern, { code });
  return (
    <>
      <PageHead title={v.t('people.code.title')} lead={v.t('people.code.lead', { email })} />
      <ErrorSummary title={v.t('people.form.errors')} errors={f.errors} />
      {choose.length > 0 && (
        <Notice tone="now" title={v.t('people.code.several')}>
          <p>{v.t('people.code.several-text')}</p>
        </Notice>
      )}
      <Form action={paths.signInCode.href()}>
        <Hidden name="email" value={email} />
        <Hidden name="next" value={next} />
        <CodeField
          {...f.text('code')}
          label={v.t('people.field.code')}
          hint={v.t('people.field.code-hint')}
          length={6}
        />
        {choose.length > 0 && (
          <RadioGroup
            name="personId"
            label={v.t('people.code.who')}
            options={choose.map((p) => ({ value: p.id, label: p.name }))}
          />
        )}
        <ButtonRow>
          <Button>{v.t('people.sign-in.title')}</Button>
        </ButtonRow>
      </Form>
      <p>
        <a href={paths.signIn.href(undefined, { next })}>{v.t('people.code.again')}</a>
      </p>
    </>
  );
}
