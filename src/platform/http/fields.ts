import type { View } from './page.ts';

type Initial = Record<
  string,
  string | number | boolean | string[] | Temporal.PlainDate | null | undefined
>;

/**
 * Binds the fields of a form to what was typed and what is wrong, or to the values it opens with.
 * Spread `text('email')` into a kit field: it gives name, value and error.
 * @param action the form's target: only the form that was sent shows its faults
 */
export function bind(v: View, action: string, initial: Initial = {}) {
  const sent = v.form.action === action;
  const faults = sent ? v.form.faults : [];
  const error = (name: string): string | undefined => {
    const fault = faults.find((f) => f.field === name);
    return fault && v.t(fault.reason, fault.params);
  };
  const first = (name: string): string => {
    if (sent) return v.form.values[name]?.[0] ?? '';
    const value = initial[name];
    if (value === null || value === undefined || value === false) return '';
    return Array.isArray(value) ? (value[0] ?? '') : String(value);
  };
  return {
    text: (name: string) => ({ name, value: first(name), error: error(name) }),
    choices: (name: string) => {
      const value = initial[name];
      return {
        name,
        values: sent ? (v.form.values[name] ?? []) : Array.isArray(value) ? value : [],
        error: error(name),
      };
    },
    tick: (name: string) => ({
      name,
      checked: sent ? (v.form.values[name]?.length ?? 0) > 0 : initial[name] === true,
      error: error(name),
    }),
    date: (name: string) => {
      const day = initial[name];
      const parts =
        day instanceof Temporal.PlainDate ? { day: day.day, month: day.month, year: day.year } : {};
      return {
        name,
        value: {
          day: sent ? first(`${name}.day`) : String(parts.day ?? ''),
          month: sent ? first(`${name}.month`) : String(parts.month ?? ''),
          year: sent ? first(`${name}.year`) : String(parts.year ?? ''),
        },
        error: error(name),
      };
    },
    /** for the error summary: every fault in words, linked to its field */
    errors: faults.map((f) => ({
      href: f.field ? `#f-${f.field}` : '#main',
      text: v.t(f.reason, f.params),
    })),
  };
}
