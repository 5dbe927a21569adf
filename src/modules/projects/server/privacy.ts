import type { PrivacyRegister } from '#platform/privacy.ts';
import { inWords } from '#platform/retention.ts';
import { papersKept } from '../core/index.ts';

const papers = `${inWords(papersKept)} after the last day of its last stay`;
const asProject = `as the project: ${papers}`;

export const privacy: PrivacyRegister = {
  tables: {
    projects: {
      holds: 'Erasmus+ code, title and coordinating school; nothing about people',
      why: 'to run the project',
      keptFor: papers,
      subject: null,
    },
    project_parties: {
      holds: 'which organisations take part; nothing about people',
      why: 'to know who may see what',
      keptFor: asProject,
      subject: null,
    },
    intakes: {
      holds: 'name and dates of a group of stays; nothing about people',
      why: 'to plan',
      keptFor: asProject,
      subject: null,
    },
    intake_moves: {
      holds: 'the dates an intake had before they were changed, and who changed them when',
      why: 'what was done then was in time by those dates',
      keptFor: asProject,
      subject: 'moved_by',
    },
    timeline_templates: {
      holds: 'steps of an organisation’s own timeline; nothing about people',
      why: 'intakes are laid out by it',
      keptFor: 'as the organisation',
      subject: null,
      after: { as: 'organisation' },
    },
    timeline_template_versions: {
      holds: 'each version of such a timeline, and who put it into use when',
      why: 'an intake keeps the version it was laid out by',
      keptFor: 'as the organisation',
      subject: 'published_by',
      after: { as: 'organisation' },
    },
    step_marks: {
      holds: 'who ticked a step of the timeline, and when it was done',
      why: 'to know where the project stands',
      keptFor: asProject,
      subject: 'marked_by',
    },
  },
};
