import { z } from 'zod';
import {
  dateView,
  idView,
  languageCode,
  line,
  optionalLine,
  optionalProse,
} from '#kernel/schema.ts';
import { fileBytes, licenceIds, usualLicence } from './rules.ts';
import { audiences, circles, moments } from './types.ts';

const address = z
  .string()
  .trim()
  .max(500, { error: 'platform.invalid.too-long' })
  .default('')
  .refine((v) => v === '' || /^https:\/\/[^\s/?#@]+\.[^\s/?#@.]+([/?#]\S*)?$/.test(v), {
    error: 'resources.invalid.link',
  });

const some = { error: 'platform.invalid.choose' };

/** What is said of a resource; the texts themselves come with a version. */
export const detailFields = {
  title: line(160),
  summary: optionalProse(1200),
  languages: z.array(languageCode).min(1, some).max(10),
  audiences: z.array(z.enum(audiences)).min(1, some),
  moments: z.array(z.enum(moments)).min(1, some),
  licence: z.enum(licenceIds, { error: 'resources.invalid.licence' }).default(usualLicence),
  credit: optionalLine(160),
  shown: z.array(z.enum(circles)).default([]),
};

const fileInput = z
  .object({
    name: z.string().max(300),
    /** in base64 */
    content: z
      .string()
      .max(Math.ceil((fileBytes / 3) * 4) + 4, { error: 'resources.invalid.file-large' }),
  })
  .nullable()
  .default(null);

/** What is read and what is edited, each as a file or as an address. */
export const versionFields = {
  note: optionalLine(300),
  pdf: fileInput,
  link: address,
  source: fileInput,
  sourceLink: address,
};

/** A resource in a list. */
export const listed = z.object({
  id: idView('res'),
  title: z.string(),
  summary: z.string(),
  languages: z.array(z.string()),
  audiences: z.array(z.enum(audiences)),
  moments: z.array(z.enum(moments)),
  licence: z.string(),
  orgId: idView('org'),
  orgName: z.string(),
  number: z.number(),
  checkedOn: dateView.nullable(),
  due: z.boolean(),
  withdrawn: z.boolean(),
  own: z.boolean(),
  used: z.number(),
  adapted: z.number(),
});
