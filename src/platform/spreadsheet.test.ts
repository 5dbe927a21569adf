import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { workbook, zipOf } from '#tests/support/workbook.ts';
import { readGrid, readTable, tableLimits, writeCsv } from './spreadsheet.ts';

const word = (at: string, text: string) => `<c r="${at}" t="inlineStr"><is><t>${text}</t></is></c>`;

const utf8 = (text: string) => new TextEncoder().encode(text);

/** Encode by turning the decoder round: every byte of the page, looked up. */
function inPage(text: string, page: string): Uint8Array {
  const decoder = new TextDecoder(page);
  const table = new Map<string, number>();
  for (let byte = 255; byte >= 0; byte--) table.set(decoder.decode(new Uint8Array([byte])), byte);
  return new Uint8Array(
    [...text].map((letter) => {
      const byte = table.get(letter);
      if (byte === undefined) throw new Error(`${letter} is not in ${page}`);
      return byte;
    }),
  );
}

async function read(bytes: Uint8Array | string) {
  const table = await readTable(typeof bytes === 'string' ? utf8(bytes) : bytes, 'pupils.csv');
  if (!table.ok) throw new Error(`refused: ${table.reason}`);
  return table;
}
const refusal = async (bytes: Uint8Array | string) => {
  const table = await readTable(typeof bytes === 'string' ? utf8(bytes) : bytes, 'pupils.csv');
  return table.ok ? table : [table.reason, table.params];
};

describe('separated text', () => {
  it.each([';', ',', '\t', '|'] as const)('finds the separator %j', async (separator) => {
    const table = await read(
      [
        ['Name', 'Born', 'Note'],
        ['Anna', '3.4.2010', 'x'],
        ['Bo', '', '1.5'],
      ]
        .map((row) => row.join(separator))
        .join('\r\n'),
    );
    expect(table).toMatchObject({
      header: ['Name', 'Born', 'Note'],
      rows: [
        { row: 2, cells: ['Anna', '3.4.2010', 'x'] },
        { row: 3, cells: ['Bo', '', '1.5'] },
      ],
      separator,
      encoding: 'utf-8',
    });
  });

  it('is not led astray by commas inside cells', async () => {
    const table = await read(
      'Name;Grade;Address\nA;1,5;Street 1, Riga\nB;2,5;Street 2, Riga, LV\n',
    );
    expect(table.separator).toBe(';');
    expect(table.rows[1]?.cells).toEqual(['B', '2,5', 'Street 2, Riga, LV']);
  });

  it('reads quoted separators, quotes and new lines, and keeps the row numbers of a spreadsheet', async () => {
    const table = await read(
      '\uFEFFName,Note\r\n"Lee, Kim","says ""hi""\r\nand more"\r\n\r\nBo,x\r\n,\r\nCy,y',
    );
    expect(table.rows).toEqual([
      { row: 2, cells: ['Lee, Kim', 'says "hi"\r\nand more'] },
      { row: 4, cells: ['Bo', 'x'] },
      { row: 6, cells: ['Cy', 'y'] },
    ]);
    expect(table.header[0]).toBe('Name');
  });

  it('reads the letters and cells as somebody says, where the file does not', async () => {
    const bytes = inPage('Prénom,Œuvre|Nom\n€,x|y', 'iso-8859-15');
    const read = await readGrid(bytes, 'a.csv', { encoding: 'iso-8859-15', separator: '|' });
    expect(read).toMatchObject({
      ok: true,
      encoding: 'iso-8859-15',
      separator: '|',
      rows: [
        { row: 1, cells: ['Prénom,Œuvre', 'Nom'] },
        { row: 2, cells: ['€,x', 'y'] },
      ],
    });
  });

  it('obeys a sep= line', async () => {
    const table = await read('sep=|\r\nName|Grade, year\r\nA|1, 2\r\n');
    expect(table).toMatchObject({ header: ['Name', 'Grade, year'], separator: '|' });
    expect(table.rows[0]).toEqual({ row: 2, cells: ['A', '1, 2'] });
  });

  it('pads short rows, keeps what long rows hold, drops trailing empty columns', async () => {
    const table = await read('A;B;;\n1\n1;2;3;\n');
    expect(table.header).toEqual(['A', 'B']);
    expect(table.rows.map((one) => one.cells)).toEqual([
      ['1', ''],
      ['1', '2', '3'],
    ]);
  });

  it('reads old Macintosh line ends and a single column', async () => {
    expect((await read('E-mail\ra@example.org\rb@example.org')).rows).toEqual([
      { row: 2, cells: ['a@example.org'] },
      { row: 3, cells: ['b@example.org'] },
    ]);
  });

  const texts: [page: string, text: string][] = [
    [
      'iso-8859-2',
      'Jméno;Příjmení;Škola\r\nŽofie;Šťastná;Gymnázium Třeboň\r\nTomáš;Kříž;Základní škola Žďár',
    ],
    [
      'iso-8859-5',
      'Име;Фамилия;Училище\r\nМария;Иванова;Първа гимназия София\r\nГеорги;Петров;Пловдив',
    ],
    [
      'macintosh',
      'Prénom;Nom;École\r\nZoé;Lhermitté;Lycée Fulbert, Chartres\r\nHéloïse;Desprès;Collège Émile Zola',
    ],
    [
      'windows-1257',
      'Vārds;Uzvārds;Skola\r\nJānis;Bērziņš;Rēzeknes Valsts ģimnāzija\r\nKārlis;Ķīķēns;Cēsis',
    ],
    ['windows-1257', 'Name;City\r\nKārlis;Valka'],
    [
      'windows-1257',
      'Vardas;Pavardė;Mokykla\r\nŽydrūnė;Šimkutė;Kėdainių gimnazija\r\nJurgis;Jonaitis;Panevėžys',
    ],
    [
      'windows-1257',
      'Nimi;Kool\r\nJüri Põld;Tartu Jõe kool\r\nÜlle Rätsep;Pärnu Ühisgümnaasium, Võru',
    ],
    [
      'windows-1250',
      'Imię;Nazwisko;Szkoła\r\nŁucja;Wiśniewska;Liceum Ogólnokształcące\r\nPaweł;Zając;Kraków',
    ],
    ['windows-1250', 'Jméno;Příjmení;Škola\r\nJiří;Dvořák;Gymnázium Děčín\r\nŽaneta;Němcová;Brno'],
    ['windows-1250', 'Meno;Priezvisko\r\nĽubomír;Štúr\r\nMária;Kováčová\r\nTomáš;Žilinský'],
    ['windows-1250', 'Név;Iskola\r\nErdős Ágnes;Kölcsey Ferenc Gimnázium\r\nSzűcs Máté;Győr'],
    ['windows-1250', 'Ime;Prezime\r\nŽeljka;Đurić\r\nMatija;Čavlović\r\nIvana;Šarić'],
    ['windows-1251', 'Име;Фамилия;Училище\r\nИван;Петров;Първа гимназия\r\nЩеряна;Йорданова;Русе'],
    [
      'windows-1253',
      'Όνομα;Επώνυμο;Σχολείο\r\nΕλένη;Παπαδοπούλου;Λύκειο Χανίων\r\nΓιώργος;Αντωνίου;Σέρρες',
    ],
    [
      'windows-1252',
      'Prénom;Nom;École\r\nZoé;Lefèvre;Lycée François-Ier\r\nAnaïs;Hélène;Orléans – été',
    ],
    ['windows-1252', 'Name;Ort\r\nJürgen Groß;Köln\r\nBärbel Müller;Düsseldorf'],
    ['windows-1252', 'Nombre;Año\r\nÍñigo Muñoz;2010\r\nJosé Ángel Peña;León'],
    ['windows-1252', 'Navn;Skole\r\nSøren Kjær;Århus Gymnasium\r\nBjørn Åse;Tromsø'],
    ['windows-1252', 'Nome;Scuola\r\nNiccolò;Liceo di Forlì, città\r\nAndrea;Perché no'],
    [
      'windows-1252',
      'Name;Land\r\nZoé Lefèvre;FR\r\nJürgen Groß;DE\r\nSøren Kjær;DK\r\nÍñigo Muñoz;ES\r\nJoão Gonçalves;PT',
    ],
    ['windows-1254', 'Ad;Soyad;Okul\r\nAyşe;Yıldız;İstanbul Lisesi\r\nÇağrı;Gümüş;Eskişehir'],
  ];
  it.each(texts)('%s comes out right: %j', async (page, text) => {
    const table = await read(inPage(text, page));
    const [header, ...rows] = text.split('\r\n').map((line) => line.split(';'));
    expect(table.header).toEqual(header);
    expect(table.rows.map((one) => one.cells)).toEqual(rows);
  });

  it.each(['utf-16le', 'utf-16be'] as const)(
    'reads %s with and without its mark',
    async (encoding) => {
      const text = 'Name\tCity\r\nEλένη\tRīga\r\n';
      for (const mark of ['\uFEFF', '']) {
        const bytes = Buffer.from(mark + text, 'utf16le');
        if (encoding === 'utf-16be') bytes.swap16();
        const table = await read(new Uint8Array(bytes));
        expect(table).toMatchObject({ encoding, header: ['Name', 'City'], separator: '\t' });
        expect(table.rows[0]?.cells).toEqual(['Eλένη', 'Rīga']);
      }
    },
  );

  it('refuses an open quote and says where', async () => {
    const [reason, params] = (await refusal('A;B\n1;"never closed\n2;3\n')) as [string, object];
    expect(reason).toBe('platform.file.broken-quotes');
    expect(params).toMatchObject({ line: expect.any(Number) });
  });

  it('takes 5,000 rows and not one more', async () => {
    const rows = (count: number) => `A;B\n${'x;y\n'.repeat(count)}`;
    expect((await read(rows(5_000))).rows).toHaveLength(5_000);
    const refused = ['platform.file.too-many-rows', { file: 'pupils.csv', limit: 5_000 }];
    expect(await refusal(rows(5_001))).toEqual(refused);
    expect(await refusal(`A;B\n${'\n'.repeat(100_000)}x;y\n`)).toEqual(refused);
  });

  it('refuses a file that is too wide or too large', async () => {
    expect(await refusal(`${'a;'.repeat(201)}a`)).toEqual([
      'platform.file.too-many-columns',
      { file: 'pupils.csv', limit: 200 },
    ]);
    expect(await refusal(new Uint8Array(tableLimits.bytes + 1))).toEqual([
      'platform.file.too-large',
      { file: 'pupils.csv', limit: 5 },
    ]);
  });
});

describe('a workbook', () => {
  it('gives dates as ISO, formulas as values, numbers without noise, rows where they stand', async () => {
    const table = await read(
      workbook(
        `<row r="1">${word('A1', 'Name')}${word('B1', 'Born')}${word('C1', 'Arrives')}${word('D1', 'Sum')}${word('E1', 'Ok')}</row>` +
          `<row r="4">${word('A4', 'Ελένη &amp; Jānis')}<c r="B4" s="1"><v>40271</v></c><c r="C4" s="2"><v>46388.5625</v></c><c r="D4"><f>0.1+0.2</f><v>0.30000000000000004</v></c><c r="E4" t="b"><v>1</v></c></row>` +
          `<row r="5">${word('A5', 'Bo')}<c r="D5" t="str"><f>"a"&amp;"b"</f><v>ab</v></c></row>`,
      ),
    );
    expect(table).toEqual({
      ok: true,
      header: ['Name', 'Born', 'Arrives', 'Sum', 'Ok'],
      rows: [
        { row: 4, cells: ['Ελένη & Jānis', '2010-04-03', '2027-01-01T13:30:00', '0.3', 'true'] },
        { row: 5, cells: ['Bo', '', '', 'ab', ''] },
      ],
      encoding: 'xlsx',
      separator: null,
    });
  });

  it('reads a large sheet that is within bounds', async () => {
    const rows = Array.from(
      { length: 5_001 },
      (_, i) =>
        `<row r="${i + 1}">${word(`A${i + 1}`, `n${i}-${(i * 7919) % 10007}`)}<c r="B${i + 1}" s="1"/></row>`,
    ).join('');
    expect((await read(workbook(rows))).rows).toHaveLength(5_000);
  });

  it.each([
    [
      'a cell far out',
      `<row r="1">${word('A1', 'x')}</row><row r="1048576">${word('A1048576', 'x')}</row>`,
      'too-large',
    ],
    ['a cell far to the right', `<row r="1">${word('XFD1', 'x')}</row>`, 'too-large'],
    ['a row that does not exist', `<row r="1e9">${word('A1', 'x')}</row>`, 'damaged'],
    ['a row beyond the last', '<row r="9999999"></row>', 'damaged'],
    ['a column that does not exist', `<row r="1">${word('ZZZZZZZ1', 'x')}</row>`, 'damaged'],
    ['a broken value', '<row r="1"><c r="A1" t="s"><v>99</v></c></row>', 'damaged'],
    ['nothing', '', 'empty'],
  ])('with %s is refused', async (_what, rows, reason) => {
    expect(((await refusal(workbook(rows))) as unknown[])[0]).toBe(`platform.file.${reason}`);
  });

  it('that is a bomb is refused before it is unpacked', async () => {
    const bomb = workbook(`<row r="1">${word('A1', 'x'.repeat(50_000_000))}</row>`);
    expect(bomb.length).toBeLessThan(200_000);
    expect(((await refusal(bomb)) as unknown[])[0]).toBe('platform.file.too-large');
  });

  it('that lies about its size is refused', async () => {
    const liar = workbook(`<row r="1">${word('A1', 'x'.repeat(50_000_000))}</row>`, [], 1_000);
    expect(((await refusal(liar)) as unknown[])[0]).toBe('platform.file.damaged');
  });

  it('that was cut short is refused', async () => {
    const whole = workbook(`<row r="1">${word('A1', 'x')}</row>`);
    expect(((await refusal(whole.subarray(0, whole.length - 30))) as unknown[])[0]).toBe(
      'platform.file.damaged',
    );
  });
});

describe('what is no table', () => {
  const png = [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13];
  const cases: [string, Uint8Array | string, string][] = [
    ['nothing', new Uint8Array(), 'empty'],
    ['white space', ' \r\n\t\r\n', 'empty'],
    ['a byte order mark alone', '\uFEFF', 'empty'],
    ['a PDF', '%PDF-1.7\n1 0 obj\n<<>>\nendobj\n', 'not-a-table'],
    ['a picture', new Uint8Array(png), 'not-a-table'],
    ['a photograph', new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 16]), 'not-a-table'],
    ['a program', new Uint8Array([0x4d, 0x5a, 0x90, 0, 3, 0, 0, 0]), 'not-a-table'],
    ['a page', '\n<!DOCTYPE html><table><tr><td>A</td></tr></table>', 'not-a-table'],
    ['data', '{"a": [1, 2]}', 'not-a-table'],
    ['other bytes', new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8, 65, 66]), 'not-a-table'],
    ['an archive', zipOf([{ path: 'a.txt', body: 'x' }]), 'not-a-table'],
    ['a word document', zipOf([{ path: 'word/document.xml', body: '<x/>' }]), 'not-a-table'],
    ['an open document', zipOf([{ path: 'content.xml', body: '<x/>' }]), 'open-document'],
    [
      'an old workbook',
      new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]),
      'old-excel',
    ],
    [
      'a locked workbook',
      new Uint8Array(
        Buffer.concat([
          Buffer.from([0xd0, 0xcf, 0x11, 0xe0]),
          Buffer.from('EncryptedPackage', 'utf16le'),
        ]),
      ),
      'password-protected',
    ],
  ];
  it.each(cases)('%s gets a reason', async (_what, bytes, reason) => {
    expect(await refusal(bytes)).toEqual([`platform.file.${reason}`, { file: 'pupils.csv' }]);
  });

  it('accepts a table whose first word is MZ', async () => {
    expect((await read('MZ;B\n1;2')).header).toEqual(['MZ', 'B']);
  });

  it('never throws', async () => {
    const heads = [[], [0x50, 0x4b, 3, 4], [0xd0, 0xcf, 0x11, 0xe0], [0xff, 0xfe], [0x22]];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...heads),
        fc.uint8Array({ maxLength: 400 }),
        async (head, rest) => {
          await readTable(new Uint8Array([...head, ...rest]), 'x');
        },
      ),
      { numRuns: 500 },
    );
    const whole = workbook(`<row r="1">${word('A1', 'x')}</row>`);
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(255), async (at, value) => {
        const broken = whole.slice();
        broken[at] = value;
        await readTable(broken, 'x');
      }),
      { numRuns: 300 },
    );
  });
});

describe('writeCsv', () => {
  it('disarms text that a spreadsheet would run, and leaves numbers alone', () => {
    expect(
      writeCsv([['=1+1', '+371 2', '-x', '@SUM(A1)', '\tx', '\rx', -5, true, null, "'x", "'-x"]]),
    ).toBe(`\uFEFF'=1+1;'+371 2;'-x;'@SUM(A1);'\tx;"'\rx";-5;true;;'x;''-x\r\n`);
  });

  it('quotes what needs it', () => {
    expect(writeCsv([['a;b', 'say "hi"', 'two\nlines', ' x', 'a,b']])).toBe(
      '\uFEFF"a;b";"say ""hi""";"two\nlines";" x";a,b\r\n',
    );
    expect(writeCsv([['a;b', 'a,b']], { separator: ',' })).toBe('\uFEFFa;b,"a,b"\r\n');
  });

  it('is read back as it was, and no cell begins with a sign of a formula', async () => {
    const cell = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 12 }),
      fc.string({
        unit: fc.constantFrom('=', '+', '-', '@', "'", '"', ';', ',', '\n', 'ā', 'Ω', ' '),
      }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 8 }),
        async (rows) => {
          const text = writeCsv([['Key', 'B', 'C'], ...rows.map(([a, b, c]) => [`k${a}`, b, c])]);
          const table = await read(text);
          const trimmed = rows.map(([a, b, c]) => [`k${a}`.trim(), b.trim(), c.trim()]);
          expect(table.rows.map((one) => one.cells.slice(0, 3))).toEqual(trimmed);
        },
      ),
      { numRuns: 200 },
    );
  });
});
