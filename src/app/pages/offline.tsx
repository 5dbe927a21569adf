import type { View } from '#platform/http/page.ts';
import { LinkButton, PageHead, Section } from '#ui/index.ts';

type Props = { v: View; pages: { href: string; title: string }[] };

/** Stands where a page cannot be reached. The pages that are on the device are the ones named here. */
export function OfflinePage({ v, pages }: Props) {
  return (
    <div
      data-offline={pages.map((p) => p.href).join(' ')}
      data-news-title={v.t('app.name')}
      data-news-text={v.t('app.offline.news')}
    >
      <PageHead
        title={v.t('app.offline.title')}
        lead={v.t('app.offline.lead')}
        actions={
          // the address shown is that of the page one wanted
          <LinkButton href="?">{v.t('app.offline.again')}</LinkButton>
        }
      />
      <Section title={v.t('app.offline.here')}>
        {pages.length === 0 ? (
          <p>{v.t('app.offline.none')}</p>
        ) : (
          <ul>
            {pages.map((p) => (
              <li key={p.href}>
                <a href={p.href}>{p.title}</a>
              </li>
            ))}
          </ul>
        )}
        <p class="hint">{v.t('app.offline.what')}</p>
      </Section>
    </div>
  );
}
