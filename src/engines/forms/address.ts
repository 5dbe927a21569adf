/** An address as it is kept. `extra` is a second line, `region` a county or province where people write one. */
export type Address = {
  readonly street: string;
  readonly extra?: string;
  readonly postcode?: string;
  readonly city: string;
  readonly region?: string;
  /** ISO 3166-1 */
  readonly country: string;
};

export const addressParts = ['street', 'extra', 'postcode', 'city', 'region', 'country'] as const;

type Shape = {
  /** of the postcode in capitals, without spaces and dashes; not checked when not said */
  readonly postcode?: RegExp;
  readonly postcodeNeeded: boolean;
  /** lines in which the address is written, below the name */
  readonly lines: readonly (readonly (keyof Address)[])[];
};

const street = [['street'], ['extra']] as const;
const codeFirst = [...street, ['postcode', 'city'], ['region']] as const;
const codeLast = [...street, ['city'], ['region'], ['postcode']] as const;

const withPostcode = (postcode: RegExp): Shape => ({
  postcode,
  postcodeNeeded: true,
  lines: codeFirst,
});
/** Letters of the country may stand in front: B-1000. */
const digits = (count: number) => withPostcode(new RegExp(`^[A-Z]{0,2}\\d{${count}}$`));

/**
 * How addresses look in the countries of the programme and their neighbours (Universal Postal Union, Postal
 * Addressing Systems). Certainty: background knowledge; a country that is missing takes any postcode or none.
 */
const shapes: Readonly<Record<string, Shape>> = {
  AT: digits(4),
  BE: digits(4),
  BG: digits(4),
  CH: digits(4),
  CY: digits(4),
  CZ: digits(5),
  DE: digits(5),
  DK: digits(4),
  EE: digits(5),
  ES: digits(5),
  FI: digits(5),
  FR: digits(5),
  GB: { postcodeNeeded: true, lines: codeLast },
  GR: digits(5),
  HR: digits(5),
  HU: { ...digits(4), lines: [['city'], ['street'], ['extra'], ['postcode']] },
  IE: { postcode: /^([A-Z]\d{2}|D6W)[A-Z\d]{4}$/, postcodeNeeded: false, lines: codeLast },
  IS: digits(3),
  IT: digits(5),
  LI: digits(4),
  LT: digits(5),
  LU: digits(4),
  LV: { ...digits(4), lines: [...street, ['city', 'postcode']] },
  MK: digits(4),
  MT: { ...withPostcode(/^[A-Z]{3}\d{4}$/), lines: codeLast },
  NL: withPostcode(/^\d{4}[A-Z]{2}$/),
  NO: digits(4),
  PL: digits(5),
  PT: digits(7),
  RO: digits(6),
  RS: digits(5),
  SE: digits(5),
  SI: digits(4),
  SK: digits(5),
  TR: digits(5),
};

const elsewhere: Shape = { postcodeNeeded: false, lines: codeFirst };

function shapeOf(country: string): Shape {
  return Object.hasOwn(shapes, country) ? (shapes[country] as Shape) : elsewhere;
}

export function needsPostcode(country: string): boolean {
  return shapeOf(country).postcodeNeeded;
}

/** Whether a postcode looks like one of this country. */
export function isPostcode(country: string, postcode: string): boolean {
  const shape = shapeOf(country).postcode;
  if (!shape) return postcode.length <= 12;
  return postcode.length <= 12 && shape.test(postcode.replaceAll(/[\s-]/g, '').toUpperCase());
}

/** The address as it is written in its country, one text for each line; the country's name is the caller's. */
export function addressLines(address: Address): string[] {
  return shapeOf(address.country)
    .lines.map((line) =>
      line
        .map((part) => address[part] ?? '')
        .filter((text) => text !== '')
        .join(' '),
    )
    .filter((line) => line !== '');
}
