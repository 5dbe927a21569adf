import type { FormPage } from '#modules/forms/core/index.ts';
import { faultsOnPage, QuestionFields } from '#modules/forms/web/index.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  AutosaveState,
  Button,
  ButtonRow,
  ErrorSummary,
  Facts,
  Form,
  Hidden,
  LinkButton,
  Notice,
  PageHead,
  Section,
} from '#ui/index.ts';
import type { getPage } from '../../server/index.ts';
import { Lines } from '../parts/words.tsx';
import { paths } from '../paths.ts';

/** One page of the application. Works without scripts; with them, what is typed is kept as one goes. */
export function PartPage({
  v,
  data,
  checked,
}: {
  v: View;
  data: ViewOf<typeof getPage>;
  checked: boolean;
}) {
  const at = { applicationId: data.applicationId };
  const crumbs = {
    breadcrumbs: [
      { href: paths.application.href(at), label: v.t('applications.application.title') },
    ],
    breadcrumbsLabel: v.t('applications.crumbs'),
  };
  if (!data.page)
    return (
      <>
        <PageHead title={v.t('applications.application.title')} {...crumbs} />
        {data.mayWrite ? (
          <>
            <Notice tone="none" title={v.t('forms.answer.not-asked')} />
            <ButtonRow>
              <LinkButton
                kind="primary"
                href={
                  data.instead
                    ? paths.part.href({ ...at, part: data.instead })
                    : paths.check.href(at)
                }
              >
                {v.t('forms.answer.go-on')}
              </LinkButton>
            </ButtonRow>
          </>
        ) : (
          <Notice tone="none" title={v.t('applications.refused.already-submitted')} />
        )}
      </>
    );
  const page = inOrder(v, data.page);
  const action = paths.part.href({ ...at, part: page.id });
  const elsewhere =
    v.form.action === action &&
    v.form.faults.some((f) => f.reason === 'forms.refused.other-device');
  return (
    <>
      <PageHead
        kicker={v.t('applications.part.place', {
          place: page.position.number,
          parts: page.position.of,
        })}
        title={page.title}
        lead={page.intro ?? undefined}
        {...crumbs}
      />
      <ErrorSummary
        title={v.t(elsewhere ? 'forms.answer.elsewhere-title' : 'applications.form.errors')}
        lead={v.t(elsewhere ? 'forms.answer.elsewhere-lead' : 'applications.form.nothing-lost')}
        errors={faultsOnPage(v, page, action, checked)}
      />
      {elsewhere && (
        <Section title={v.t('forms.answer.there')} level={2}>
          <Facts
            items={data.kept.map((line) => ({
              label: line.label,
              value: line.answer ? <Lines text={line.answer} /> : v.t('forms.nothing'),
            }))}
          />
        </Section>
      )}
      <Form
        id={`part-${page.id}`}
        action={action}
        sensitive={data.sealed}
        autosave="/api/v1/applications/keep-draft"
      >
        <Hidden name="applicationId" value={data.applicationId} />
        <Hidden name="pageId" value={page.id} />
        <Hidden name="seen" value={data.seen} />
        <Hidden name="shown" value={page.questions.map((q) => q.question.id).join(' ')} />
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
          {v.t('applications.part.save')}
        </button>
        <QuestionFields v={v} page={page} action={action} checked={checked} />
        <ButtonRow>
          <Button name="do" value="next">
            {v.t('applications.part.save')}
          </Button>
          <Button kind="quiet" name="do" value="later">
            {v.t('applications.part.save-later')}
          </Button>
          {page.previous && (
            <a href={paths.part.href({ ...at, part: page.previous })}>
              {v.t('forms.answer.previous')}
            </a>
          )}
        </ButtonRow>
        <AutosaveState
          text={v.t(data.isBegun ? 'forms.saved.before' : 'forms.saved.none')}
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

/** Mother tongues by their names in the reader's language; a form lists them in one order for all. */
function inOrder(v: View, page: FormPage): FormPage {
  return {
    ...page,
    questions: page.questions.map((shown) => {
      const { question } = shown;
      if (question.id !== 'mother-tongue' || question.kind !== 'choice') return shown;
      const name = (option: (typeof question.options)[number]) =>
        option.label[page.language] ?? option.label.en ?? '';
      const options = [...question.options].sort(
        (a, b) =>
          Number(a.id === 'other') - Number(b.id === 'other') || v.fmt.compare(name(a), name(b)),
      );
      return { ...shown, question: { ...question, options } };
    }),
  };
}
