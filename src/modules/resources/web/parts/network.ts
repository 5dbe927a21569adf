import type { NetworkSection } from '#modules/organisations/web/index.ts';
import { paths } from '../paths.ts';

/** Where who leads a network keeps the material that its members can offer as their own. */
export const resourcesOfNetwork: NetworkSection = (v, { manages }) =>
  manages
    ? {
        id: 'resources',
        title: v.t('resources.network.title'),
        text: v.t('resources.network.text'),
        links: [{ href: paths.library.href(), label: v.t('resources.network.open') }],
      }
    : null;
