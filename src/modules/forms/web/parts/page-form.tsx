import type { View } from '#platform/http/page.ts';
import {
  AutosaveState,
  Button,
  ButtonRow,
  ErrorSummary,
  Facts,
  Form,
  Hidden,
  Section,
} from '#ui/index.ts';
import type { FormPage } from '../../core/types.ts';
import { Lines } from './frozen-answers.tsx';
import { faultsOnPage, QuestionFields } from './question-fields.tsx';

/**
 * One page of a form as it is written: what is wrong, what another device wrote, the questions, and the ways on and back.
 * @param given names and values that go with the answers
 * @param kept the page as it is kept, for who reads that another device changed it
 * @param next the words of the button that goes on
 * @param previous the page before, if there is one
 * @param isBegun something is kept already
 */
export function PageForm({
  v,
  page,
  action,
  checked,
  id,
  autosave,
  given,
  kept,
  next,
  previous,
  isBegun,
  sensitive,
  files,
}: {
  v: View;
  page: FormPage;
  action: string;
  checked: boolean;
  id: string;
  autosave: `/api/v1/${string}`;
  given: Readonly<Record<string, string>>;
  kept: readonly { label: string; answer: string }[];
  next: string;
  previous: string | null;
  isBegun: boolean;
  sensitive?: boolean;
  files?: Parameters<typeof QuestionFields>[0]['files'];
}) {
  const elsewhere =
    v.form.action === action &&
    v.form.faults.some((f) => f.reason === 'forms.refused.other-device');
  return (
    <>
      <ErrorSummary
        title={v.t(elsewhere ? 'forms.answer.elsewhere-title' : 'forms.errors')}
        lead={v.t(elsewhere ? 'forms.answer.elsewhere-lead' : 'forms.errors-lead')}
        errors={faultsOnPage(v, page, action, checked)}
      />
      {elsewhere && (
        <Section title={v.t('forms.answer.there')} level={2}>
          <Facts
            items={kept.map((line) => ({
              label: line.label,
              value: line.answer ? <Lines text={line.answer} /> : v.t('forms.nothing'),
            }))}
          />
        </Section>
      )}
      <Form
        id={id}
        action={action}
        autosave={autosave}
        {...(sensitive === undefined ? {} : { sensitive })}
        multipart={
          files !== undefined && page.questions.some(({ question }) => question.kind === 'file')
        }
      >
        {Object.entries({ ...given, pageId: page.id }).map(([name, value]) => (
          <Hidden key={name} name={name} value={value} />
        ))}
        {/* pressing Enter in a field takes the first button of a form: it is the one that goes on */}
        {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: nobody comes to it, tabindex keeps it out of the way */}
        <button
          class="hidden"
          type="submit"
          name="do"
          value="next"
          tabindex={-1}
          aria-hidden="true"
        >
          {next}
        </button>
        <QuestionFields v={v} page={page} action={action} checked={checked} files={files} />
        <ButtonRow>
          <Button name="do" value="next">
            {next}
          </Button>
          <Button kind="quiet" name="do" value="later">
            {v.t('forms.answer.later')}
          </Button>
          {previous && <a href={previous}>{v.t('forms.answer.previous')}</a>}
        </ButtonRow>
        <AutosaveState
          text={v.t(isBegun ? 'forms.saved.before' : 'forms.saved.none')}
          saved={v.t('forms.saved.saved')}
          offline={v.t('forms.saved.offline')}
          unsaved={v.t('forms.saved.unsaved')}
          restored={v.t('forms.saved.restored')}
          elsewhere={v.t('forms.saved.elsewhere')}
        />
      </Form>
    </>
  );
}
