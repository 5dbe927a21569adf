import { z } from 'zod';
import { dateView, idOf, idView, instantView } from '#kernel/schema.ts';
import { query } from '#platform/query.ts';
import { mayAssess } from '../../core/policy.ts';
import { countedStatus, itemsFor, itemsOfStandard, standards } from '../../core/rules/index.ts';
import { roles, scopes, statuses } from '../../core/types.ts';
import * as store from '../store/index.ts';
import { nameIn } from './names.ts';

export const getStandards = query({
  name: 'quality.get-standards',
  summary:
    'A self-assessment read along the Erasmus quality standards: under each the answers, evidence and notes that speak about it, and the organisation’s own words where it wrote some.',
  input: z.object({ assessmentId: idOf('ass') }),
  visible: (actor) => (actor.kind === 'person' ? actor : null),
  output: z.object({
    id: idView('ass'),
    orgName: z.string(),
    scope: z.enum(scopes),
    appliesAs: z.enum(roles),
    questionnaire: z.string(),
    submittedAt: instantView.nullable(),
    standards: z.array(
      z.object({
        id: z.string(),
        part: z.number(),
        heading: z.string(),
        /** own words; null where the text is made from the answers */
        words: z.string().nullable(),
        editedBy: z.string(),
        editedAt: instantView.nullable(),
        points: z.array(
          z.object({
            itemId: z.string(),
            status: z.enum(statuses).nullable(),
            reason: z.string(),
            note: z.string(),
            evidence: z.string(),
            evidenceOn: dateView.nullable(),
          }),
        ),
      }),
    ),
  }),
  view: async ({ read, scope: actor }, { assessmentId }) => {
    const assessment = await store.assessmentById(read, assessmentId);
    if (!assessment || !mayAssess(actor, assessment.org_id).allow) return null;
    const answers = await store.answersOf(read, assessmentId);
    const texts = await store.textsOf(read, assessmentId);
    const items = itemsFor(
      assessment.scope,
      assessment.applies_as,
      assessment.questionnaire_version,
    );
    return {
      id: assessment.id,
      orgName: assessment.org_name,
      scope: assessment.scope,
      appliesAs: assessment.applies_as,
      questionnaire: assessment.questionnaire_version,
      submittedAt: assessment.submitted_at,
      standards: standards.map((standard) => {
        const own = texts.find((t) => t.standard_id === standard.id);
        return {
          id: standard.id,
          part: standard.part,
          heading: standard.heading,
          words: own?.words ?? null,
          editedBy: own ? nameIn(own) : '',
          editedAt: own?.edited_at ?? null,
          points: itemsOfStandard(standard, items).map((item) => {
            const answer = answers.get(item.id);
            return {
              itemId: item.id,
              status: answer ? countedStatus(answer) : null,
              reason: answer?.reason ?? '',
              note: answer?.note ?? '',
              evidence: answer?.evidence ?? '',
              evidenceOn: answer?.evidenceOn ?? null,
            };
          }),
        };
      }),
    };
  },
});
