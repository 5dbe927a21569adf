import type { PrivacyRegister } from '#platform/privacy.ts';

const asProject = 'as the project: five years after its end';

export const privacy: PrivacyRegister = {
  tables: {
    projects: {
      holds: 'Erasmus+ code, title and coordinating school; nothing about people',
      why: 'to run the project',
      keptFor: 'five years after its end',
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
    },
    timeline_template_versions: {
      holds: 'each version of such a timeline, and who put it into use when',
      why: 'an intake keeps the version it was laid out by',
      keptFor: 'as the organisation',
      subject: 'published_by',
    },
    step_marks: {
      holds: 'who ticked a step of the timeline, and when it was done',
      why: 'to know where the project stands',
      keptFor: asProject,
      subject: 'marked_by',
    },
  },
};
