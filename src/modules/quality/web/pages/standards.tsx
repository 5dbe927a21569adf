import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import { LinkButton, Notice, PageHead, PrintButton, Prose, Section } from '#ui/index.ts';
import { aboutIn, standardParts, standards } from '../../core/rules/index.ts';
import type { getStandards } from '../../server/index.ts';
import { draftOf } from '../parts/draft.tsx';
import { dayOf, Said } from '../parts/said.tsx';
import { paths } from '../paths.ts';

type Standards = ViewOf<typeof getStandards>;

/** The assessment read along the Erasmus quality standards: a text for a report, each part of which one can rewrite. */
export function StandardsPage({ v, found: s }: { v: View; found: Standards }) {
  const at = { assessmentId: s.id };
  return (
    <>
      <PageHead
        kicker={s.orgName}
        title={v.t('quality.standards.title')}
        lead={v.t('quality.standards.lead')}
        breadcrumbs={[
          { href: paths.quality.href(), label: v.t('quality.nav') },
          { href: paths.result.href(at), label: v.t('quality.result.title') },
        ]}
        breadcrumbsLabel={v.t('quality.crumbs')}
        actions={<PrintButton text={v.t('quality.result.print')} />}
      />
      <Notice title={v.t('quality.standards.source')}>
        <p>{v.t('quality.standards.source-text')}</p>
      </Notice>
      {standardParts.map((part) => (
        <Section key={part.part} title={aboutIn(part.about, v.lang).text}>
          {s.standards
            .filter((each) => each.part === part.part)
            .map((each) => {
              const standard = standards.find((known) => known.id === each.id);
              const text = each.words ?? draftOf(v, each, s.questionnaire);
              return (
                <section class="section" key={each.id}>
                  <div class="section-head">
                    <h3 lang="en">{each.heading}</h3>
                    <a
                      href={paths.standard.href({ ...at, standardId: each.id })}
                      aria-label={v.t('quality.standards.change-of', { heading: each.heading })}
                    >
                      {v.t('quality.standards.change')}
                    </a>
                  </div>
                  {standard && (
                    <p class="hint">
                      <Said words={aboutIn(standard.about, v.lang)} />
                    </p>
                  )}
                  <Prose>
                    {text === '' ? (
                      <p>{v.t('quality.standards.empty')}</p>
                    ) : (
                      text.split(/\n{2,}/).map((paragraph) => (
                        <p key={paragraph}>
                          {paragraph.split('\n').map((line, i) => (
                            <>
                              {i > 0 && <br />}
                              {line}
                            </>
                          ))}
                        </p>
                      ))
                    )}
                  </Prose>
                  {each.editedAt && (
                    <p class="hint">
                      {v.t('quality.standards.edited', {
                        who: each.editedBy || v.t('quality.given.somebody'),
                        date: v.fmt.date(dayOf(each.editedAt)),
                      })}
                    </p>
                  )}
                </section>
              );
            })}
        </Section>
      ))}
      <LinkButton href={paths.result.href(at)}>{v.t('quality.standards.back')}</LinkButton>
    </>
  );
}
