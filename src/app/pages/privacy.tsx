import { placementPaths } from '#modules/placements/web/index.ts';
import type { View } from '#platform/http/page.ts';
import type { PrivacyRegister } from '#platform/privacy.ts';
import { PageHead, Section, Table } from '#ui/index.ts';
import { appPaths } from '../paths.ts';

type Props = { v: View; registers: { module: string; tables: PrivacyRegister['tables'] }[] };

/** What is kept about people, why and how long: printed from the registers the code itself is checked against. */
export function PrivacyPage({ v, registers }: Props) {
  return (
    <>
      <PageHead title={v.t('app.privacy')} lead={v.t('app.privacy.lead')} />
      <p>
        <a href="/privacy/who-sees-what">{v.t('app.privacy.who')}</a>
      </p>
      {v.actor.kind === 'person' && (
        <>
          <p>
            <a href={placementPaths.rules.href()}>{v.t('placements.rules.title')}</a>
          </p>
          <p>
            <a href={appPaths.offline.href()}>{v.t('app.offline.link')}</a>
          </p>
        </>
      )}
      {registers
        .filter((r) => Object.keys(r.tables).length > 0)
        .map((r) => (
          <Section key={r.module} title={v.t(`app.module.${r.module}`)}>
            <div lang="en">
              <Table
                caption={v.t(`app.module.${r.module}`)}
                hideCaption
                rowHeader="holds"
                columns={[
                  { key: 'holds', label: v.t('app.privacy.holds') },
                  { key: 'why', label: v.t('app.privacy.why') },
                  { key: 'keptFor', label: v.t('app.privacy.kept') },
                ]}
                rows={Object.entries(r.tables).map(([id, t]) => ({
                  id,
                  cells: { holds: t.holds, why: t.why, keptFor: t.keptFor },
                }))}
              />
            </div>
          </Section>
        ))}
    </>
  );
}
