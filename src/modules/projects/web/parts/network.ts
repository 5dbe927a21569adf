import type { NetworkSection } from '#modules/organisations/web/index.ts';
import { paths } from '../paths.ts';

/** Where who leads a network writes the timelines that its members can follow. */
export const timelinesOfNetwork: NetworkSection = (v, { manages }) =>
  manages
    ? {
        id: 'timelines',
        title: v.t('projects.own.title'),
        text: v.t('projects.own.network-text'),
        links: [{ href: paths.timelines.href(), label: v.t('projects.own.network-open') }],
      }
    : null;
