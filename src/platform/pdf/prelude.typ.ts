/**
 * The page every document of Sojourn is set on, as a Typst module.
 *
 * A template begins with `#import "/sojourn.typ": *` and `#show: sheet.with(...)`; `data` is then
 * the JSON that the caller gave. What a person wrote reaches the page only as a string value of
 * `data`, so nothing in it can become markup.
 *
 * The words (page, of, state of a station ...) come from `data`: the prelude speaks no language.
 * Glyphs outside Noto Sans (check marks, arrows) are refused by the compiler: draw them instead.
 */
export const prelude = String.raw`
#let data = json(bytes(sys.inputs.data))

#let ink = rgb("#1f2430")
#let quiet = rgb("#565c69")
#let hairline = rgb("#b9bcc4")
#let wash = rgb("#f4f1ea")
#let accent = rgb("#1d5c7a")

// The page: A4, footer with the running words and the number of the page.
// page-words: ("Page", "of") in the language of the document.
#let sheet(running: "", page-words: ("", "/"), body) = {
  set page(
    paper: "a4",
    margin: (top: 20mm, bottom: 22mm, x: 20mm),
    footer: context {
      set text(size: 8pt, fill: quiet)
      grid(
        columns: (1fr, auto),
        column-gutter: 8mm,
        running,
        [#page-words.at(0) #counter(page).display() #page-words.at(1) #counter(page).final().first()],
      )
    },
  )
  set text(size: 10pt, fill: ink, number-type: "lining")
  set par(leading: 0.62em, spacing: 0.9em, justify: false)
  set heading(numbering: none)
  show title: set text(size: 20pt, weight: "bold", fill: ink)
  show title: set block(above: 0pt, below: 7mm)
  show heading.where(level: 1): set text(size: 13pt, weight: "bold", fill: accent)
  show heading.where(level: 1): set block(above: 8mm, below: 3mm, sticky: true)
  show heading.where(level: 2): set text(size: 11pt, weight: "bold")
  show heading.where(level: 2): set block(above: 5mm, below: 2mm, sticky: true)
  set list(indent: 2mm, body-indent: 2.5mm)
  set enum(indent: 2mm, body-indent: 2.5mm)
  set table(stroke: none, inset: (x: 2mm, y: 1.8mm))
  show link: underline
  body
}

// Label and value, tagged as a list of terms. pairs: ((label, value), ...)
#let facts(pairs) = terms(
  hanging-indent: 6mm,
  separator: h(2mm),
  ..pairs.map(pair => terms.item(text(fill: quiet, weight: "regular")[#pair.at(0)], [#pair.at(1)])),
)

// A table whose header row repeats on every page. header: (text, ...), rows: ((text, ...), ...)
#let data-table(header: (), rows: (), columns: auto, align: start) = table(
  columns: if columns == auto { (1fr,) * header.len() } else { columns },
  align: align,
  fill: (_, y) => if y == 0 { wash },
  stroke: (_, y) => (bottom: (if y == 0 { 0.8pt } else { 0.4pt }) + (if y == 0 { ink } else { hairline })),
  table.header(..header.map(cell => strong[#cell])),
  ..rows.flatten().map(cell => [#cell]),
)

// The same words in two languages, side by side; each side says its language to a screen reader.
// left, right: (lang: "fr", text: "...")
#let bilingual(left, right) = block(width: 100%, breakable: true, inset: (y: 1.2mm))[#grid(
  columns: (1fr, 1fr),
  column-gutter: 8mm,
  text(lang: left.lang, region: none)[#left.text],
  text(lang: right.lang, region: none, fill: quiet)[#right.text],
)]

// Room for one signature. words: (name, place-and-date, signature); filled: what is known already,
// for instance the words of a signature that was given on screen.
#let signature(role: "", name: "", words: ("", "", ""), filled: (place-and-date: none, signature: none)) = block(
  width: 100%,
  breakable: false,
  above: 6mm,
  stroke: (top: 0.8pt + ink),
  inset: (top: 2.5mm),
)[
  #strong[#role]
  #grid(
    columns: (1fr, 1fr, 1.3fr),
    column-gutter: 6mm,
    row-gutter: 1.2mm,
    ..for (label, value) in (
      (words.at(0), name),
      (words.at(1), filled.place-and-date),
      (words.at(2), filled.signature),
    ) {
      (block(width: 100%)[
        #text(size: 8pt, fill: quiet)[#label] \
        #block(width: 100%, height: if value == none { 11mm } else { auto }, above: 1.5mm, below: 0pt, stroke: (bottom: 0.4pt + hairline), inset: (bottom: 1.2mm))[#value]
      ],)
    }
  )
]

// The way of the pupil as a line with stations, as on screen: filled behind, the current one open
// and larger, those ahead small. stations: ((label, state: "done" | "current" | "ahead", note), ...)
// alt: the same in one sentence; without it, the stations and their notes are read in order.
#let journey(stations, alt: none) = {
  let spoken = if alt != none { alt } else {
    stations.map(s => s.label + if s.at("note", default: none) in (none, "") { "" } else { ": " + s.note }).join("; ")
  }
  let n = stations.len()
  if n > 0 {
    figure(alt: spoken, kind: "journey", supplement: none, numbering: none, outlined: false, layout(size => {
      let step = size.width / n
      let last = stations.position(s => s.state != "done")
      let reached = if last == none { n - 1 } else { last }
      box(width: size.width, height: 7mm, {
        place(left + horizon, dx: step / 2, line(length: step * (n - 1), stroke: 1.2pt + hairline))
        if reached > 0 {
          place(left + horizon, dx: step / 2, line(length: step * reached, stroke: 2pt + accent))
        }
        for (i, s) in stations.enumerate() {
          let r = if s.state == "current" { 2.4mm } else if s.state == "done" { 1.7mm } else { 1.3mm }
          place(left + horizon, dx: step * i + step / 2 - r, circle(
            radius: r,
            fill: if s.state == "done" { accent } else { white },
            stroke: if s.state == "current" { 1.8pt + accent } else if s.state == "done" { none } else { 1pt + hairline.darken(25%) },
          ))
        }
      })
      grid(
        columns: (step,) * n,
        align: center,
        inset: (x: 0.6mm),
        ..stations.map(s => {
          set text(size: 7pt)
          set par(leading: 0.4em)
          if s.state == "current" { strong[#s.label] } else { text(fill: quiet)[#s.label] }
          if s.at("note", default: none) not in (none, "") { linebreak(); text(size: 6.5pt, fill: quiet)[#s.note] }
        }),
      )
    }))
  }
}
`;

/** Name under which a template imports the prelude. */
export const preludePath = '/sojourn.typ';
