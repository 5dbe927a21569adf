import { formatsFor, translator } from '#platform/i18n/index.ts';
import { renderPdf } from '#platform/pdf/index.ts';
import type { ViewOf } from '#platform/query.ts';
import type { getCard } from '../queries/index.ts';

/** Four faces of a bank card, cut out in one piece and folded twice; letters shrink until what is known fits. */
const template = `#import "/sojourn.typ": *
#show: sheet.with(running: data.running, page-words: data.pageWords)
#set par(leading: 0.45em, spacing: 0.6em)
#let width = 85.6mm
#let height = 54mm
#let face(title, body) = box(width: width, height: height, inset: 3.2mm, stroke: 0.4pt + hairline, layout(size => context {
  let filled(points) = text(size: points * 1pt, black)[
    #heading(level: 1)[#text(size: points * 1.15pt, black)[#title]]
    #body
  ]
  let sizes = (9, 8.5, 8, 7.5, 7, 6.5, 6, 5.5, 5, 4.5)
  let fits = sizes.find(points => measure(width: size.width, filled(points)).height <= size.height)
  filled(if fits == none { sizes.last() } else { fits })
}))
#let lines(pairs) = for pair in pairs [#pair.at(0) #strong(pair.at(1)) \\ ]
#let said(rows) = for row in rows [
  #row.own \\ #for one in row.said [#text(lang: one.lang, strong(one.text)) #one.known \\ ]
]
#show heading.where(level: 1): set block(above: 0pt, below: 1.6mm)
#title()
#data.how
#v(4mm)
#grid(
  columns: (width, width),
  face(data.first, [#strong(data.pupil) \\ #lines(data.about)]),
  face(data.call, lines(data.numbers)),
  face(data.say, said(data.sentences.slice(0, data.half))),
  face(data.say, said(data.sentences.slice(data.half))),
)
`;

/**
 * The emergency card of a stay on paper, for a purse: black on white, without the hours of duty, which change.
 * @throws PdfError `refused` when a letter in it cannot be printed
 */
export function printCard(
  card: ViewOf<typeof getCard>,
  language: string,
): Promise<{ bytes: Uint8Array; sha256: string }> {
  const t = translator(language);
  const fmt = formatsFor(language);
  // a number stays in one piece at the end of a line
  const whole = (phone: string) => phone.replaceAll(' ', '\u00a0');
  const known: Record<string, string | undefined> = {
    address: card.home?.address,
    phone: whole(card.ownPhone),
  };
  const country = card.country ?? card.home?.country ?? null;
  const filled = (pairs: [string, string][]) =>
    pairs
      .filter(([, value]) => value !== '')
      .map(([what, value]) => [t('emergency.card.line', { what }), value]);
  const insurance = [
    card.words?.insurer,
    card.words?.policy,
    whole(card.words?.insurerPhone ?? ''),
  ];
  return renderPdf({
    template,
    lang: language,
    title: t('emergency.card.of', { pupil: card.pupil }),
    createdAt: card.now,
    data: {
      running: t('emergency.card.as-of', { at: fmt.moment(card.now, card.timeZone) }),
      pageWords: [t('emergency.plan.page'), t('emergency.plan.of')],
      how: t('emergency.card.fold'),
      first: t('emergency.first-112'),
      pupil: card.pupil,
      about: filled([
        [
          t('emergency.card.where'),
          card.home
            ? [card.home.name, card.home.address, country ? fmt.country(country) : '']
                .filter(Boolean)
                .join(', ')
            : '',
        ],
        [t('emergency.card.own-phone'), whole(card.ownPhone)],
        [t('emergency.card.insurance'), insurance.filter(Boolean).join(' · ')],
        [t('emergency.card.health'), card.words?.health ?? ''],
      ]),
      call: t('emergency.card.numbers'),
      numbers: filled([
        [t('emergency.card.any-hour'), whole(card.phone)],
        [t('emergency.card.any-hour-home'), whole(card.homePhone)],
        ...card.numbers.map((n): [string, string] => [
          `${t(`emergency.part.${n.what}`)}, ${n.name}`,
          whole(n.phone),
        ]),
      ]),
      say: t('emergency.card.say'),
      half: Math.ceil(card.sentences.length / 2),
      sentences: card.sentences.map((s) => ({
        own: s.id === 'language' ? t('emergency.card.means-language') : s.own,
        said: s.said.map(({ language: lang, text }) => ({ lang, text, known: known[s.id] ?? '' })),
      })),
    },
  });
}
