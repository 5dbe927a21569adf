export { parseInput } from '../command.ts';

import type { Fault } from '#kernel/outcome.ts';

/** A file that came with a form, held in memory up to the limit of its route. */
export type FormFile = { name: string; type: string; bytes: Uint8Array };

/** What was typed into a form. Every reader answers something for a field that is absent, so schemas see one shape. */
export type FormData = {
  values: Record<string, string[]>;
  files: Record<string, FormFile>;
  text(name: string): string;
  list(name: string): string[];
  flag(name: string): boolean;
  /** a date of three fields (`name.day`, `name.month`, `name.year`) or of one, as YYYY-MM-DD; '' when empty */
  date(name: string): string;
  file(name: string): FormFile | null;
};

export function formData(
  values: Record<string, string[]>,
  files: Record<string, FormFile> = {},
): FormData {
  const text = (name: string) => values[name]?.[0]?.trim() ?? '';
  return {
    values,
    files,
    text,
    list: (name) => (values[name] ?? []).map((v) => v.trim()).filter((v) => v !== ''),
    flag: (name) => ['on', 'yes', 'true', '1'].includes(text(name)),
    date: (name) => {
      const [year, month, day] = [text(`${name}.year`), text(`${name}.month`), text(`${name}.day`)];
      if (!year && !month && !day) return text(name);
      return `${year.padStart(4, '0')}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
    },
    file: (name) => files[name] ?? null,
  };
}

/** What a page shows again after a refused form: what was typed, and what is wrong where. */
export type FormState = {
  /** the path the form was sent to; '' when no form was sent */
  action: string;
  values: Record<string, string[]>;
  faults: Fault[];
};

export const noForm: FormState = { action: '', values: {}, faults: [] };
