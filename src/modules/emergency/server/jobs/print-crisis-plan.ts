import { formatsFor, type Translate, translator } from '#platform/i18n/index.ts';
import { renderPdf } from '#platform/pdf/index.ts';
import type { ViewOf } from '#platform/query.ts';
import { incidentKinds, procedureVersion, stepsOf } from '../../core/index.ts';
import type { getPlan } from '../queries/index.ts';

/** What is not known is a line to write on: a plan with a hole that nobody sees helps nobody. */
const template = `#import "/sojourn.typ": *
#show: sheet.with(running: data.running, page-words: data.pageWords)
#let line-to-fill = box(width: 80mm, height: 4.5mm, stroke: (bottom: 0.4pt + ink))
#title()
#text(size: 14pt, weight: "bold")[#data.first]

#data.lead
#for part in data.parts [
  = #part.title
  #if part.text != "" [#part.text]
  #facts(part.facts.map(f => (f.at(0), if f.at(1) == "" { line-to-fill } else { f.at(1) })))
]
= #data.rota
#if data.rotaRows.len() == 0 [#data.noRota] else [
  #data-table(header: data.rotaHeader, rows: data.rotaRows, columns: (auto, auto, 1fr, auto))
]
= #data.steps
#data.stepsLead
#for kind in data.kinds [
  == #kind.title
  #data-table(header: data.stepHeader, rows: kind.rows, columns: (26mm, 1fr, 33mm, 36mm))
]
= #data.acknowledged
#for role in data.roles {
  signature(role: role, words: data.signatureWords)
}
`;

/**
 * The crisis action plan of a stay as tagged PDF, out of what is known at the moment: the fields are those of
 * forms.json `crisisActionPlan` (partly certain), the words and steps our own.
 * @throws PdfError `refused` when a letter in it cannot be printed
 */
export function printCrisisPlan(
  plan: ViewOf<typeof getPlan>,
  language: string,
): Promise<{ bytes: Uint8Array; sha256: string }> {
  const t = translator(language);
  const fmt = formatsFor(language);
  const at = (instant: Temporal.Instant) => fmt.moment(instant, plan.timeZone);
  const p = (key: string) => t(`emergency.crisis.${key}`);
  const who = (one: { name: string; phone: string } | null) =>
    one ? [one.name, one.phone].filter(Boolean).join(', ') : '';
  const part = (id: string, facts: [string, string][], text = '') => ({
    title: p(id),
    text,
    facts,
  });
  const head = (of: { heads: string[] } | null) => of?.heads.join(', ') ?? '';
  const others = (people: readonly { name: string; phone: string }[]) => people.map(who).join('; ');
  const { home, insurance, pupil } = plan;
  return renderPdf({
    template,
    lang: language,
    title: t('emergency.crisis.title', { pupil: pupil.name }),
    createdAt: plan.now,
    data: {
      running: t('emergency.crisis.running', { at: at(plan.now), version: procedureVersion }),
      pageWords: [t('emergency.plan.page'), t('emergency.plan.of')],
      first: t('emergency.first-112'),
      lead: p('lead'),
      parts: [
        part('pupil', [
          [p('name'), pupil.name],
          [p('birth-date'), pupil.birthDate ? fmt.date(pupil.birthDate) : ''],
          [p('nationality'), ''],
          [p('languages'), fmt.language(pupil.language)],
          [p('phone'), pupil.phone],
          [p('stay'), `${fmt.date(plan.startsOn)} – ${fmt.date(plan.endsOn)}`],
        ]),
        part('home', [
          [t('emergency.part.host_family'), home?.name ?? ''],
          [
            p('address'),
            home ? [home.address, fmt.country(home.country)].filter(Boolean).join(', ') : '',
          ],
          [p('phones'), others(home?.people ?? [])],
        ]),
        part('there', [
          [p('mentor'), who(plan.mentor)],
          [p('mentor-hours'), ''],
          [p('mentor-deputy'), ''],
          [t('emergency.part.contact_person'), who(plan.contactPerson)],
          [t('emergency.part.host_school'), who(plan.hostSchool)],
          [p('head'), head(plan.hostSchool)],
        ]),
        part('at-home', [
          [t('emergency.part.guardian'), others(plan.guardians)],
          [
            p('parents-languages'),
            fmt.list([...new Set(plan.guardians.map((g) => fmt.language(g.language)))]),
          ],
          [t('emergency.part.sending_school'), who(plan.sendingSchool)],
          [p('head'), head(plan.sendingSchool)],
          [p('contact-teacher'), who(plan.contactTeacher)],
          [p('contact-teacher-deputy'), ''],
        ]),
        part('organisations', [
          [t('emergency.part.hosting_org'), who(plan.hostingOrg)],
          [t('emergency.card.any-hour'), plan.hostingOrg?.line ?? ''],
          [t('emergency.part.sending_org'), who(plan.sendingOrg)],
          [t('emergency.card.any-hour-home'), plan.sendingOrg?.line ?? ''],
        ]),
        part('insurance', [
          [t('emergency.card.insurer'), insurance?.name ?? ''],
          [t('emergency.card.policy'), insurance?.policy ?? ''],
          [t('emergency.card.insurer-phone'), insurance?.phone ?? ''],
          [p('ehic'), ''],
        ]),
        part('authorities', [
          [p('any-emergency'), '112'],
          [p('hospital'), ''],
          [p('doctor'), ''],
          [p('embassy'), ''],
          [p('national-agency'), ''],
        ]),
        part('decides', [
          [p('family-change'), p('family-change-who')],
          [p('early-return'), p('early-return-who')],
          [p('tell-parents'), p('tell-parents-who')],
          [p('tell-authorities'), p('tell-authorities-who')],
        ]),
        part('rules', [
          [p('confidential'), p('confidential-rule')],
          [p('journeys'), p('journeys-rule')],
        ]),
      ],
      rota: t('emergency.card.duty'),
      noRota: t('emergency.card.no-duty'),
      rotaHeader: [
        t('emergency.rota.from'),
        t('emergency.rota.until'),
        t('emergency.rota.who'),
        t('emergency.rota.phone'),
      ],
      rotaRows: plan.shifts.map((s) => [at(s.from), at(s.until), s.name, s.phone]),
      ...stepsInWords(language),
      acknowledged: p('acknowledged'),
      roles: [
        t('emergency.part.pupil'),
        t('emergency.part.guardian'),
        t('emergency.part.host_family'),
        p('mentor'),
        p('contact-teacher'),
        t('emergency.part.host_school'),
        t('emergency.part.sending_school'),
      ],
      signatureWords: [p('name'), p('place-and-date'), p('signature')],
    },
  });
}

/** In the unit that somebody counts in at night: minutes, then hours, then days. */
function withinWords(t: Translate, minutes: number): string {
  if (minutes < 120) return t('emergency.within', { minutes });
  const hours = Math.round(minutes / 60);
  return hours < 24
    ? t('emergency.within-hours', { hours })
    : t('emergency.within-days', { days: Math.round(hours / 24) });
}

/** The steps of every kind of incident as tables: within which time, what, who does it, whom they call. */
export function stepsInWords(language: string) {
  const t = translator(language);
  return {
    steps: t('emergency.plan.steps'),
    stepsLead: t('emergency.plan.steps-lead'),
    stepHeader: [
      t('emergency.plan.within'),
      t('emergency.plan.what'),
      t('emergency.plan.who-does'),
      t('emergency.plan.calls'),
    ],
    kinds: incidentKinds.map((kind) => ({
      title: t(`emergency.kind.${kind}`),
      rows: stepsOf(kind).map((s) => [
        withinWords(t, s.minutes),
        [t(`emergency.step.${s.id}`), ...(s.two ? [t('emergency.two')] : [])].join(' '),
        t(`emergency.by.${s.by}`),
        s.calls.map((what) => t(`emergency.part.${what}`)).join(', '),
      ]),
    })),
  };
}
