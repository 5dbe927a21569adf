import { z } from 'zod';
import type { FormDefinition } from '#engines/forms/index.ts';
import { type FormChange, isFormChange } from '#engines/forms/index.ts';
import { line } from '#kernel/schema.ts';
import application from './data/application.json' with { type: 'json' };
import classTeacher from './data/class-teacher.json' with { type: 'json' };
import familyPart from './data/family-part.json' with { type: 'json' };
import healthHistory from './data/health-history.json' with { type: 'json' };
import languageTeacher from './data/language-teacher.json' with { type: 'json' };
import physician from './data/physician.json' with { type: 'json' };
import { soundForm } from './rules.ts';

/** The product's questionnaires, in the order they are listed. Their keys stay. */
export const shippedForms: readonly FormDefinition[] = [
  application,
  familyPart,
  classTeacher,
  languageTeacher,
  healthHistory,
  physician,
].map((data) => soundForm(data as unknown as FormDefinition).definition);

/** The fields of a page as a form sends them: texts by name. */
export const fieldsInput = z
  .record(z.string().max(200), z.array(z.string().max(20_000)).max(100))
  .default({})
  .refine((fields) => Object.keys(fields).length <= 500, { error: 'platform.error.unreadable' });

/** One page of a form that somebody fills, in a command. */
export const pageSent = {
  pageId: line(80),
  /** what the fields held when they were opened, as the page said it; empty writes over whatever is there */
  seen: z.string().max(40).default(''),
  fields: fieldsInput,
};

/** One change to a form, as `FormChange` of the engine has it; the engine says whether it is one. */
export const changeInput = z
  .record(z.string(), z.unknown())
  .refine((value) => isFormChange(value), { error: 'forms.change.malformed' })
  .transform((value) => value as unknown as FormChange)
  .meta({
    type: 'object',
    properties: {
      do: { const: 'hide-question' },
      question: { type: 'string' },
    },
    required: ['do', 'question'],
  });

/** No organisation changes more in one form; a form that differs more is another form. */
export const mostChanges = 300;
