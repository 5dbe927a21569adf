import { Fragment } from 'preact';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import { Card, CardGrid, StatusTag, Tag } from '#ui/index.ts';
import { writtenLanguages } from '../../core/rules.ts';
import { audiences, moments } from '../../core/types.ts';
import type { listOffered, searchLibrary } from '../../server/index.ts';
import { paths } from '../paths.ts';

type Listed = ViewOf<typeof searchLibrary>['resources'][number];
type Offer = ViewOf<typeof listOffered>['offers'][number];

export function languageOptions(v: View) {
  return writtenLanguages
    .map((code) => ({ value: code, label: v.fmt.language(code) }))
    .sort((a, b) => v.fmt.compare(a.label, b.label));
}
export const audienceOptions = (v: View) =>
  audiences.map((id) => ({ value: id, label: v.t(`resources.audience.${id}`) }));
export const momentOptions = (v: View) =>
  moments.map((id) => ({ value: id, label: v.t(`resources.moment.${id}`) }));

export const languagesText = (v: View, codes: readonly string[]) =>
  v.fmt.list(codes.map((code) => v.fmt.language(code)));

/** Size of a file as people read it; never zero. */
export function sizeText(v: View, bytes: number): string {
  return bytes < 1_000_000
    ? v.t('resources.size.kb', { size: Math.max(1, Math.round(bytes / 1000)) })
    : v.t('resources.size.mb', { size: v.fmt.number(Math.round(bytes / 100_000) / 10) });
}

/** What is worth knowing before one opens it. */
export function ResourceCards({ v, resources }: { v: View; resources: Listed[] }) {
  return (
    <CardGrid>
      {resources.map((r) => (
        <Card
          key={r.id}
          href={paths.resource.href({ resourceId: r.id })}
          title={r.title}
          top={
            r.withdrawn ? (
              <StatusTag tone="stop" text={v.t('resources.state.withdrawn')} />
            ) : r.due ? (
              <StatusTag tone="late" text={v.t('resources.state.due')} />
            ) : (
              r.moments.map((m) => (
                <Fragment key={m}>
                  <Tag text={v.t(`resources.moment.${m}`)} />{' '}
                </Fragment>
              ))
            )
          }
        >
          <p>{r.summary}</p>
          <p>
            {v.t('resources.list.facts', {
              languages: languagesText(v, r.languages),
              org: r.orgName,
            })}
          </p>
          {r.used + r.adapted > 0 && (
            <p>{v.t('resources.list.taken-up', { used: r.used, adapted: r.adapted })}</p>
          )}
        </Card>
      ))}
    </CardGrid>
  );
}

/** What is offered at this moment: what is not read yet first, and what is read with its mark. */
export function OfferCards({ v, offer }: { v: View; offer: Offer }) {
  const ordered = [...offer.resources].sort((a, b) => Number(a.read) - Number(b.read));
  return (
    <CardGrid>
      {ordered.map((r) => (
        <Card
          key={r.id}
          href={paths.resource.href({ resourceId: r.id })}
          title={r.title}
          top={
            r.read ? (
              <StatusTag tone="done" text={v.t('resources.state.read')} />
            ) : (
              r.languages.map((code) => (
                <Fragment key={code}>
                  <Tag text={v.fmt.language(code)} />{' '}
                </Fragment>
              ))
            )
          }
        >
          <p>{r.summary}</p>
        </Card>
      ))}
    </CardGrid>
  );
}
