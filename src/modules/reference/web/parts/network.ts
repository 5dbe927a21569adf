import type { NetworkSection } from '#modules/organisations/web/index.ts';
import { paths } from '../paths.ts';

/** Where a network's country policies are read, and written by who leads it. */
export const policiesOfNetwork: NetworkSection = (v, { id, inside, manages }) =>
  inside
    ? {
        id: 'policies',
        title: v.t('reference.policy.title'),
        text: v.t('reference.policy.lead-network'),
        links: [
          {
            href: paths.policies.href({ orgId: id }),
            label: v.t(manages ? 'reference.policy.write-them' : 'reference.policy.read-them'),
          },
        ],
      }
    : null;
