/**
 * The Learning Agreement and its complement on paper. Words and values come from `data`; a word is a pair
 * (first language, second language or none), so that both schools can read it.
 */
const shared = String.raw`#import "/sojourn.typ": *
#show: sheet.with(running: data.running, page-words: data.pageWords)
#let w = data.words
#let both(pair) = {
  [#pair.at(0)]
  if pair.at(1) != none { text(weight: "regular", fill: quiet, lang: data.otherLang, region: none)[ \/ #pair.at(1)] }
}
#let rows-of(header, rows) = {
  set text(size: 9pt)
  table(
    columns: (1.25fr,) + (1fr,) * (header.len() - 1),
    fill: (_, y) => if y == 0 { wash },
    stroke: (_, y) => (bottom: (if y == 0 { 0.8pt } else { 0.4pt }) + (if y == 0 { ink } else { hairline })),
    table.header(..header.map(cell => strong[#both(cell)])),
    // a short row stays together; a very long one may run over the page
    ..rows.map(row => {
      let piece = table.cell.with(breakable: row.any(cell => cell.len() > 600))
      (piece[#strong[#row.at(0)] \ #row.at(1)], ..row.slice(2).map(cell => piece[#cell]))
    }).flatten(),
  )
}
// a long address may break after the @, and nowhere else
#let address(text) = if text.len() > 38 { text.replace("@", "@" + sym.zws) } else { text }
#title()
#if data.draft != none { block(width: 100%, fill: wash, inset: 3mm, strong[#both(data.draft)]) }
#facts(data.facts.map(f => (both(f.at(0)), f.at(1))))
`;

export const agreementTemplate = `${shared}
= #both(w.parties)
#facts(data.parties.map(f => (both(f.at(0)), f.at(1))))
= #both(w.contacts)
#data-table(
  header: w.contactHeader.map(both),
  rows: data.contacts.map(c => (both(c.at(0)), c.at(1), address(c.at(2)), c.at(3))),
  columns: (1.1fr, 1.1fr, 1.9fr, 1fr),
)
= #both(w.rows)
#rows-of(w.rowHeader, data.rows)
= #both(w.monitoring)
#data.monitoring
= #both(w.reintegration)
#data.reintegration
#if data.changeReason != "" [
  = #both(w.change)
  #data.changeReason
]
#pagebreak()
= #both(w.signatures)
#both(w.signaturesNote)
#for s in data.signatures {
  signature(
    role: both(s.role),
    name: s.name,
    words: w.signatureWords.map(both),
    filled: (place-and-date: s.at, signature: s.mark),
  )
  if s.wording != "" { text(size: 8.5pt, fill: quiet, lang: s.lang, region: none)[#s.wording] }
}
#if data.sha256 != "" [
  == #both(w.fingerprint)
  #text(size: 8pt)[SHA-256 #data.sha256]
]
`;

export const complementTemplate = `${shared}
= #both(w.results)
#rows-of(w.rowHeader, data.rows)
#if data.remarks != "" [
  = #both(w.remarks)
  #data.remarks
]
= #both(w.issued)
#signature(role: both(data.issuer.role), name: data.issuer.name, words: w.signatureWords.map(both), filled: (place-and-date: data.issuer.at, signature: data.issuer.mark))
`;
