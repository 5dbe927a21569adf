import type { PrivacyRegister } from '#platform/privacy.ts';

export const privacy: PrivacyRegister = {
  tables: {
    forms: {
      holds: 'which questionnaires there are, and whose they are; nobody’s data',
      why: 'to ask what placing and accompanying a pupil needs',
      keptFor: 'as long as it is used',
      subject: null,
      after: { as: 'organisation' },
    },
    form_versions: {
      holds: 'the questions as they were asked, and who published them',
      why: 'so that answers keep the questions they were given to',
      keptFor: 'as long as something was answered to them',
      subject: 'published_by',
      after: { as: 'organisation' },
    },
    form_drafts: {
      holds: 'changes to a questionnaire that are not published, and who made them',
      why: 'organisations adapt questionnaires',
      keptFor: 'until published or given up',
      subject: 'changed_by',
      after: { as: 'organisation' },
    },
    form_requests: {
      holds:
        'who was asked to write about whom: name and address of a teacher, physician or guardian, when they were asked, reminded and answered',
      why: 'to ask them and to remind them',
      keptFor: 'as long as what they were asked for: as the application or mobility it belongs to',
      subject: 'subject_id',
    },
    form_files: {
      holds:
        'files that are answers: pictures drawn anew and recordings without place and device, documents as they were sent',
      why: 'where a question is answered best with a paper or a picture',
      keptFor: 'as the request, or until who answers takes them away before handing in',
      subject: null,
    },
    form_answers: {
      holds:
        'what was written; until it is handed in only who writes it reads it; health is not asked here',
      why: 'to choose, to place and to accompany a pupil',
      keptFor: 'as the request; about health until the key is destroyed',
      subject: null,
    },
  },
};
