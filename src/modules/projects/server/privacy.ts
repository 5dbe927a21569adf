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
    step_marks: {
      holds: 'who ticked a step of the timeline, and when it was done',
      why: 'to know where the project stands',
      keptFor: asProject,
      subject: 'marked_by',
    },
  },
};
