/** The cooperation agreement on paper. Words and values come from `data`. */
export const cooperationTemplate = `#import "/sojourn.typ": *
#show: sheet.with(running: data.running, page-words: data.pageWords)
#title()
#if data.draft != "" { block(width: 100%, fill: wash, inset: 3mm, strong(data.draft)) }
#facts(data.facts)
= #data.words.parties
#facts(data.parties)
#for part in data.parts [
  = #part.at(0)
  #part.at(1)
]
#if data.changeReason != "" [
  = #data.words.change
  #data.changeReason
]
= #data.words.accepted
#data.words.acceptedNote
#for a in data.acceptances {
  signature(
    role: a.org,
    name: a.name,
    words: data.words.signature,
    filled: (place-and-date: a.at, signature: a.mark),
  )
  if a.wording != "" { text(size: 8.5pt, fill: quiet, lang: a.lang, region: none)[#a.wording] }
}
#if data.sha256 != "" [
  == #data.words.fingerprint
  #text(size: 8pt)[SHA-256 #data.sha256]
]
`;
