import type { View } from '#platform/http/page.ts';
import { ErrorSummary, StatusTag, type Tone } from '#ui/index.ts';
import type { ApplicationSummary } from '../../server/index.ts';

type Named = Pick<
  ApplicationSummary,
  'state' | 'waiting' | 'pupil' | 'school' | 'guardians' | 'hasFirstConsent' | 'done' | 'parts'
>;

/** “Ana Núñez (mother) and Luis Núñez (father)”. */
export function guardianNames(v: View, guardians: Named['guardians']): string {
  return guardians
    .map((g) =>
      g.name
        ? v.t('applications.guardian.named', {
            name: g.name,
            relation: v.t(`applications.relation.${g.relation}`),
          })
        : v.t(`applications.relation.${g.relation}`),
    )
    .reduce((a, b) => (a ? v.t('applications.guardian.both', { a, b }) : b), '');
}

/** Those who hold parental responsibility and have not agreed yet: all of them are waited for. */
export function guardiansWaited(v: View, guardians: Named['guardians']): string {
  const open = guardians.filter((g) => !g.consented);
  return guardianNames(v, open.length > 0 ? open : guardians);
}

/** Where an application stands, with who must act: never "pending". */
export function statusOf(
  v: View,
  a: Named,
  /** told to the pupil whose application it is */
  own = false,
): { tone: Tone; text: string } {
  const say = (key: string) =>
    v.t(`applications.status.${key}`, {
      pupil: a.pupil,
      school: a.school,
      guardians: guardiansWaited(v, a.guardians),
      done: a.done,
      parts: a.parts,
    });
  switch (a.state) {
    case 'draft': {
      const key = a.done === a.parts ? 'ready' : 'draft';
      return own ? { tone: 'now', text: say(`${key}-own`) } : { tone: 'wait', text: say(key) };
    }
    case 'submitted':
      return {
        tone:
          a.waiting === 'school-decision'
            ? 'now'
            : a.waiting === 'guardian-missing'
              ? 'late'
              : 'wait',
        text: say(a.waiting ?? 'school-decision'),
      };
    case 'selected':
      return a.hasFirstConsent
        ? { tone: 'done', text: say('selected') }
        : { tone: 'late', text: say('selected-no-consent') };
    case 'not_selected':
      return { tone: 'none', text: say('not-selected') };
    case 'withdrawn':
      return { tone: 'none', text: say('withdrawn') };
  }
}

export function ApplicationStatus({ v, a, own }: { v: View; a: Named; own?: boolean }) {
  return <StatusTag {...statusOf(v, a, own)} />;
}

/** Every fault of whatever form of the page was sent. @param files a file was sent along, which has to be chosen again */
export function Faults({ v, files = false }: { v: View; files?: boolean }) {
  return (
    <ErrorSummary
      title={v.t('applications.form.errors')}
      lead={v.t(files ? 'applications.form.choose-again' : 'applications.form.nothing-lost')}
      errors={v.form.faults
        // one thing to mend per field: what is empty is not also badly written
        .filter((f, i, all) => !f.field || all.findIndex((g) => g.field === f.field) === i)
        .map((f) => ({
          href: f.field ? `#f-${f.field}` : '#main',
          text: v.t(f.reason, f.params),
        }))}
    />
  );
}
