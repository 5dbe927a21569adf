import { describe, expect, it } from 'vitest';
import { isPdf, sourceKindOf } from './editable-file.ts';

const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));

describe('an editable file', () => {
  it('is known by its bytes', () => {
    expect(sourceKindOf(bytes('# A page\n'))?.ending).toBe('txt');
    expect(sourceKindOf(bytes('PK\x03\x04 … word/document.xml'))?.ending).toBe('docx');
    expect(sourceKindOf(bytes('PK\x03\x04 … ppt/presentation.xml'))?.ending).toBe('pptx');
    const odp = `PK\x03\x04${' '.repeat(26)}mimetypeapplication/vnd.oasis.opendocument.presentation`;
    expect(sourceKindOf(bytes(odp))?.ending).toBe('odp');
  });
  it('is refused when it brings programs along, or is something else', () => {
    expect(sourceKindOf(bytes('PK\x03\x04 word/document.xml word/vbaProject.bin'))).toBeNull();
    expect(sourceKindOf(bytes('MZ\x00\x01'))).toBeNull();
    expect(sourceKindOf(bytes('\xff\xfe not text'))).toBeNull();
    expect(sourceKindOf(new Uint8Array())).toBeNull();
  });
});

it('a PDF is known by its first bytes', () => {
  expect(isPdf(bytes('%PDF-1.7\n'))).toBe(true);
  expect(isPdf(bytes('PDF'))).toBe(false);
  expect(isPdf(new Uint8Array())).toBe(false);
});
