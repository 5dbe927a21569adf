import { expect, it } from 'vitest';
import { readTable } from '../spreadsheet.ts';
import { writeWorkbook } from './write-workbook.ts';

it('writes what a spreadsheet reads again: every script, signs of XML, no formula, numbers', async () => {
  const bytes = writeWorkbook({
    name: 'Who: does/what?',
    header: ['Task', 'Who'],
    rows: [
      ['Ķīķēns & Ελένη <3', '=1+1'],
      ['two\nlines "said"', 7],
    ],
    widths: [20, 10],
  });
  const read = await readTable(bytes, 'table.xlsx');
  expect(read).toMatchObject({
    ok: true,
    encoding: 'xlsx',
    header: ['Task', 'Who'],
    rows: [{ cells: ['Ķīķēns & Ελένη <3', '=1+1'] }, { cells: ['two\nlines "said"', '7'] }],
  });
});

it('makes the same bytes of the same table', () => {
  const sheet = { name: 'A', header: ['a'], rows: [['\u0000b']], widths: [5] };
  expect(writeWorkbook(sheet)).toEqual(writeWorkbook(sheet));
});

it('writes several sheets, the first of which a reader of tables takes', async () => {
  const sheet = (name: string) => ({ name, header: ['a'], rows: [[name]], widths: [5] });
  const bytes = writeWorkbook(sheet('one'), sheet('two'));
  expect(await readTable(bytes, 'table.xlsx')).toMatchObject({ rows: [{ cells: ['one'] }] });
  const text = Buffer.from(bytes).toString('latin1');
  for (const number of [1, 2]) expect(text).toContain(`xl/worksheets/sheet${number}.xml`);
});
