import { z } from 'zod';
import { fingerprint } from '#engines/forms/index.ts';
import { ok } from '#kernel/outcome.ts';
import { command } from '#platform/command.ts';
import { newId } from '#platform/dice.ts';
import { mayPublishShipped } from '../../core/policy.ts';
import { shippedForms } from '../../core/schema.ts';
import * as store from '../store.ts';

export const publishShipped = command({
  name: 'forms.publish-shipped',
  summary:
    'Registers the questionnaires that came with the product, each as a new version when it differs from the newest.',
  input: z.object({}),
  load: async () => ({}),
  permit: (actor) => mayPublishShipped(actor),
  run: async ({ tx, now }) => {
    await store.lockShipped(tx);
    const published: string[] = [];
    for (const definition of shippedForms) {
      let form = await store.formByKey(tx, definition.id, null);
      if (!form) {
        const id = newId('frm');
        await store.insertForm(tx, { id, key: definition.id, orgId: null, now });
        form = { id, key: definition.id, org_id: null };
      }
      const print = fingerprint(definition);
      const versions = await store.fingerprintsOf(tx, form.id);
      if (versions.some((v) => v.fingerprint === print)) continue;
      await store.insertVersion(tx, {
        id: newId('fve'),
        formId: form.id,
        number: (versions[0]?.number ?? 0) + 1,
        baseId: null,
        fingerprint: print,
        definition,
        changes: [],
        publishedBy: null,
        now,
      });
      published.push(definition.id);
    }
    return ok({ published });
  },
});
