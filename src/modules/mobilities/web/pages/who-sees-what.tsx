import type { View } from '#platform/http/page.ts';
import { PageHead, Prose, Section, Table } from '#ui/index.ts';
import {
  accessOf,
  type PartyRole,
  partyRoles,
  phases,
  type Sensitivity,
  sensitivities,
} from '../../core/index.ts';

/** One cell in words: what somebody may do, and from when on where that is not always so. */
function cell(v: View, role: PartyRole, sensitivity: Sensitivity): string {
  const steps = phases.map((phase) => ({ phase, access: accessOf(role, sensitivity, phase) }));
  const parts: string[] = [];
  let before = 'none';
  for (const { phase, access } of steps) {
    if (access === before) continue;
    before = access;
    const word = v.t(`mobilities.access.${access}`);
    parts.push(
      phase === phases[0] ? word : v.t(`mobilities.access.from.${phase}`, { access: word }),
    );
  }
  return parts.length > 0 ? v.fmt.list(parts) : v.t('mobilities.access.none');
}

/** The table that decides, printed: nothing on this page is written by hand. */
export function WhoSeesWhatPage({ v }: { v: View }) {
  return (
    <>
      <PageHead title={v.t('mobilities.privacy.title')} lead={v.t('mobilities.privacy.lead')} />
      <Table
        caption={v.t('mobilities.privacy.title')}
        hideCaption
        dense
        rowHeader="role"
        columns={[
          { key: 'role' as string, label: v.t('mobilities.dossier.part') },
          ...sensitivities.map((s) => ({
            key: s as string,
            label: v.t(`mobilities.sensitivity.${s}`),
          })),
        ]}
        rows={partyRoles.map((role) => ({
          id: role,
          cells: Object.fromEntries([
            ['role', v.t(`mobilities.role.${role}`)],
            ...sensitivities.map((s) => [s, cell(v, role, s)]),
          ]) as Record<string, string>,
        }))}
      />
      <Section title={v.t('mobilities.privacy.also')}>
        <Prose>
          <ul>
            <li>{v.t('mobilities.privacy.organisations')}</li>
            <li>{v.t('mobilities.privacy.former')}</li>
            <li>{v.t('mobilities.privacy.strangers')}</li>
            <li>{v.t('mobilities.privacy.check-ins')}</li>
            <li>{v.t('mobilities.privacy.mails')}</li>
          </ul>
        </Prose>
      </Section>
    </>
  );
}
