/** The cooperation agreement on paper, in the languages of both. Words and values come from `data`. */
export const cooperationTemplate = `#import "/sojourn.typ": *
#let said(word, ..style) = if word.lang == "" { text(..style)[#word.text] } else { text(lang: word.lang, region: none, ..style)[#word.text] }
// a heading: the second language under the first
#let above(words) = words.enumerate().map(((i, word)) => if i == 0 { said(word) } else { said(word, size: 0.8em, weight: "regular", fill: quiet) }).join(linebreak())
// in a line: both beside each other
#let beside(words) = words.map(word => said(word)).join(" / ")
#show: sheet.with(running: beside(data.running), page-words: data.pageWords)
#title()
#for word in data.titles { block(above: 0pt, below: 7mm, said(word, size: 13pt, fill: quiet)) }
#if data.draft.len() > 0 { block(width: 100%, fill: wash, inset: 3mm, strong(beside(data.draft))) }
#facts(data.facts.map(pair => (beside(pair.at(0)), beside(pair.at(1)))))
#heading(level: 1, above(data.words.parties))
#facts(data.parties.map(pair => (beside(pair.at(0)), beside(pair.at(1)))))
#for part in data.parts {
  heading(level: 1, above(part.at(0)))
  beside(part.at(1))
}
#if data.changeReason != "" {
  heading(level: 1, above(data.words.change))
  data.changeReason
}
#heading(level: 1, above(data.words.accepted))
#above(data.words.acceptedNote)
#for a in data.acceptances {
  signature(
    role: a.org,
    name: [#a.name#if a.capacity.len() > 0 [, #beside(a.capacity)]],
    words: data.words.signature.map(beside),
    filled: (
      place-and-date: if a.at == none { none } else { beside(a.at) },
      signature: if a.mark == none { none } else { beside(a.mark) },
    ),
  )
  if a.wording != "" { text(size: 8.5pt, fill: quiet, lang: a.lang, region: none)[#a.wording] }
}
#if data.sha256 != "" {
  heading(level: 2, above(data.words.fingerprint))
  text(size: 8pt)[SHA-256 #data.sha256]
}
`;
