import type { FormPage } from '#modules/forms/core/index.ts';
import { PageForm } from '#modules/forms/web/index.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import { ButtonRow, LinkButton, Notice, PageHead } from '#ui/index.ts';
import type { getPage } from '../../server/index.ts';
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
      <PageForm
        v={v}
        page={page}
        action={paths.part.href({ ...at, part: page.id })}
        checked={checked}
        id={`part-${page.id}`}
        autosave="/api/v1/applications/keep-draft"
        given={{
          applicationId: data.applicationId,
          seen: data.seen,
          shown: page.questions.map((q) => q.question.id).join(' '),
        }}
        kept={data.kept}
        next={v.t('forms.answer.next')}
        previous={page.previous ? paths.part.href({ ...at, part: page.previous }) : null}
        isBegun={data.isBegun}
        sensitive={data.sealed}
      />
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
