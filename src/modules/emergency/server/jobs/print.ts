import { formatsFor, translator } from '#platform/i18n/index.ts';
import { renderPdf } from '#platform/pdf/index.ts';
import type { ViewOf } from '#platform/query.ts';
import { procedureVersion } from '../../core/index.ts';
import type { getRota } from '../queries/index.ts';
import { stepsInWords } from './print-crisis-plan.ts';

/** The plan of a duty group on paper: who answers, who is on duty, what is done in which order. */
const template = `#import "/sojourn.typ": *
#show: sheet.with(running: data.running, page-words: data.pageWords)
#title()
#text(size: 14pt, weight: "bold")[#data.first]
#v(2mm)
#facts(data.facts)
= #data.people
#data-table(header: data.peopleHeader, rows: data.peopleRows, columns: (1fr, auto))
= #data.rota
#if data.gaps.len() > 0 [
  #text(weight: "bold")[#data.gapsTitle]
  #list(..data.gaps.map(g => [#g]))
]
#data-table(header: data.rotaHeader, rows: data.rotaRows, columns: (auto, auto, 1fr, auto))
#pagebreak()
= #data.steps
#text[#data.stepsLead]
#for kind in data.kinds [
  == #kind.title
  #data-table(header: data.stepHeader, rows: kind.rows, columns: (26mm, 1fr, 33mm, 36mm))
]
`;

/** So many hours of duty stand in the plan: it is printed anew each month. */
const shiftsAtMost = 60;

/**
 * The plan of a duty group as tagged PDF, out of what is known at the moment.
 * @throws PdfError `refused` when a letter in it cannot be printed
 */
export function printPlan(
  rota: ViewOf<typeof getRota>,
  language: string,
): Promise<{ bytes: Uint8Array; sha256: string }> {
  const t = translator(language);
  const fmt = formatsFor(language);
  const at = (instant: Temporal.Instant) => fmt.moment(instant, rota.timeZone);
  const phoneOf = (id: string) => rota.members.find((m) => m.id === id)?.phone ?? '';
  return renderPdf({
    template,
    lang: language,
    title: t('emergency.plan.title', { org: rota.orgName }),
    createdAt: rota.now,
    data: {
      running: t('emergency.plan.running', { at: at(rota.now) }),
      pageWords: [t('emergency.plan.page'), t('emergency.plan.of')],
      first: t('emergency.first-112'),
      facts: [
        [t('emergency.rota.group'), rota.name],
        [
          t('emergency.plan.organisations'),
          [rota.orgName, rota.partnerName].filter(Boolean).join(', '),
        ],
        [t('emergency.card.any-hour'), rota.phone || t('emergency.plan.none')],
        [t('emergency.rota.zone'), fmt.zone(rota.timeZone)],
        [t('emergency.plan.version'), procedureVersion],
      ],
      people: t('emergency.rota.members'),
      peopleHeader: [t('emergency.rota.who'), t('emergency.rota.phone')],
      peopleRows: rota.members.map((m) => [m.name, m.phone || t('emergency.plan.none')]),
      rota: t('emergency.rota.hours'),
      gapsTitle: t('emergency.rota.gaps'),
      gaps: rota.gaps.map((g) =>
        t('emergency.rota.from-until', { from: at(g.from), until: at(g.until) }),
      ),
      rotaHeader: [
        t('emergency.rota.from'),
        t('emergency.rota.until'),
        t('emergency.rota.who'),
        t('emergency.rota.phone'),
      ],
      rotaRows: rota.shifts
        .filter((s) => !s.away)
        .slice(0, shiftsAtMost)
        .map((s) => [at(s.from), at(s.until), s.name, phoneOf(s.personId)]),
      ...stepsInWords(language),
    },
  });
}
