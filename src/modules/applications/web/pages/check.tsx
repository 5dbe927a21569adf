import { Lines } from '#modules/forms/web/index.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  Facts,
  Form,
  Hidden,
  LinkButton,
  Notice,
  PageHead,
  Prose,
  Section,
} from '#ui/index.ts';
import type { getCheck } from '../../server/index.ts';
import { Faults } from '../parts/status.tsx';
import { paths } from '../paths.ts';

/** The whole application once more, with a way back to each page, before it is sent. */
export function CheckPage({ v, data }: { v: View; data: ViewOf<typeof getCheck> }) {
  const at = { applicationId: data.applicationId };
  const [open] = data.pages.filter((page) => page.open);
  const pageAt = (id: string, check: boolean) =>
    paths.part.href({ ...at, part: id }, check ? { check: '1' } : undefined);
  return (
    <>
      <PageHead
        kicker={data.intakeName}
        title={v.t('applications.check.title')}
        lead={
          data.mayWrite
            ? v.t(open ? 'applications.check.lead-open' : 'applications.check.lead', {
                pages: data.pages.filter((page) => page.open).length,
              })
            : undefined
        }
        breadcrumbs={[
          { href: paths.application.href(at), label: v.t('applications.application.title') },
        ]}
        breadcrumbsLabel={v.t('applications.crumbs')}
      />
      <Faults v={v} />
      {!data.mayWrite && (
        <Notice tone="none" title={v.t('applications.refused.already-submitted')} />
      )}
      {data.mayWrite &&
        data.pages.map((page) => (
          <Section
            key={page.id}
            title={page.title}
            action={
              <a
                href={pageAt(page.id, page.open)}
                aria-label={v.t('forms.check.change-page', { page: page.title })}
              >
                {v.t(page.open ? 'forms.check.finish' : 'forms.check.change')}
              </a>
            }
          >
            <Facts
              items={page.lines.map((line) => ({
                label: line.label,
                value: line.answer ? (
                  <Lines text={line.answer} />
                ) : (
                  v.t(line.missing ? 'forms.check.missing' : 'forms.nothing')
                ),
              }))}
            />
            {page.sealed && <p class="hint">{v.t('applications.check.sealed')}</p>}
          </Section>
        ))}
      {data.mayWrite && !open && (
        <Form action={paths.submit.href(at)}>
          <Hidden name="version" value={String(data.version)} />
          <Prose>
            <p>{v.t('applications.submit.text', { school: data.school })}</p>
          </Prose>
          <ButtonRow>
            <Button>{v.t('applications.submit.button')}</Button>
          </ButtonRow>
        </Form>
      )}
      {data.mayWrite && open && (
        <ButtonRow>
          <LinkButton kind="primary" href={pageAt(open.id, true)}>
            {v.t('forms.check.go-on', { page: open.title })}
          </LinkButton>
        </ButtonRow>
      )}
    </>
  );
}
