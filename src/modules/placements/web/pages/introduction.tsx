import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import { Facts, Prose, Section, StatusTag, Table, type Tone } from '#ui/index.ts';
import type { getPlacement } from '../../server/index.ts';

export type PlacementView = ViewOf<typeof getPlacement>;
type Placed = NonNullable<PlacementView['placement']>;

function Letter({ text }: { text: string }) {
  return (
    <Prose>
      {text
        .split(/\n{2,}/)
        .filter(Boolean)
        .map((p) => (
          <p key={p}>{p}</p>
        ))}
    </Prose>
  );
}

const reach = (c: { email: string | null; phone: string | null } | null) =>
  c ? [c.phone?.replaceAll(' ', '\u00a0'), c.email].filter(Boolean).join(', ') : '';

/** The family as the reader may know it: first letters only, until all four have said yes. */
export function FamilyIntroduction({ v, placement }: { v: View; placement: Placed }) {
  const { family } = placement;
  const list = (words: string[]) => (words.length > 0 ? v.fmt.list(words) : '');
  return (
    <Section
      title={
        family.name
          ? v.t('placements.family.named', { name: family.name })
          : v.t('placements.family.unnamed')
      }
      {...(family.name ? {} : { lead: v.t('placements.family.blind') })}
    >
      <Facts
        items={[
          {
            label: v.t('placements.field.household'),
            value: (
              <ul>
                {family.household.map((m) => (
                  <li key={`${m.called}${m.age}${m.relation}`}>
                    {v.t('placements.family.member', {
                      called: m.called,
                      age: m.age,
                      relation: m.relation,
                    })}
                    {reach(m.contact) && ` · ${reach(m.contact)}`}
                  </li>
                ))}
              </ul>
            ),
          },
          ...(family.address
            ? [{ label: v.t('placements.field.address'), value: family.address }]
            : []),
          {
            label: v.t('placements.field.languages'),
            value: list(family.languages.map((l) => v.fmt.language(l))),
          },
          {
            label: v.t('placements.field.interests'),
            value: list(family.interests.map((i) => v.t(`hosting.interest.${i}`))),
          },
          {
            label: v.t('placements.field.pets'),
            value:
              family.pets.length > 0
                ? v.fmt.list(
                    family.pets.map((p) =>
                      v.t('hosting.pet.words', {
                        kind: p.kind,
                        where: p.indoors ? 'in' : 'out',
                      }),
                    ),
                  )
                : v.t('hosting.none'),
          },
          {
            label: v.t('placements.field.smoking'),
            value: v.t(`hosting.smoking.${family.smoking}`),
          },
          {
            label: v.t('placements.field.room'),
            value: v.t(family.sharesRoom ? 'placements.room.shared' : 'placements.room.own'),
          },
          ...(family.minutesToSchool !== null
            ? [
                {
                  label: v.t('placements.field.way'),
                  value: v.t('hosting.minutes', { count: family.minutesToSchool }),
                },
              ]
            : []),
        ].filter((f) => f.value !== '')}
      />
      {family.letter && (
        <Section level={3} title={v.t('placements.family.letter')}>
          <Letter text={family.letter} />
        </Section>
      )}
    </Section>
  );
}

/** The pupil, for those who do not know them yet. */
export function PupilIntroduction({ v, data }: { v: View; data: PlacementView }) {
  const { pupil } = data;
  if (!pupil) return null;
  return (
    <Section
      title={pupil.name ?? v.t('placements.pupil.unnamed', { initial: pupil.initial })}
      {...(pupil.name ? {} : { lead: v.t('placements.pupil.blind') })}
    >
      <Facts
        items={[
          {
            label: v.t('placements.field.age'),
            value: v.t('placements.pupil.age', { age: pupil.age }),
          },
          {
            label: v.t('placements.field.country'),
            value: pupil.country ? v.fmt.country(pupil.country) : '',
          },
          {
            label: v.t('placements.field.languages'),
            value: v.fmt.list(pupil.languages.map((l) => v.fmt.language(l))),
          },
          {
            label: v.t('placements.field.interests'),
            value: v.fmt.list(pupil.interests.map((i) => v.t(`hosting.interest.${i}`))),
          },
          { label: v.t('placements.field.contact'), value: reach(pupil.contact) },
          {
            label: v.t('placements.field.guardians'),
            value: v.fmt.list(
              pupil.guardians.map((g) => [g.name, reach(g)].filter(Boolean).join(', ')),
            ),
          },
        ].filter((f) => f.value !== '')}
      />
      {pupil.letter && (
        <Section level={3} title={v.t('placements.pupil.letter')}>
          <Letter text={pupil.letter} />
        </Section>
      )}
      {pupil.everyday && (
        <Section level={3} title={v.t('placements.pupil.everyday')}>
          <Letter text={pupil.everyday} />
        </Section>
      )}
    </Section>
  );
}

const tones: Record<string, Tone> = { yes: 'done', no: 'stop', open: 'wait' };

/** Who has said what, and whom everybody waits for. */
export function Answers({ v, placement }: { v: View; placement: Placed }) {
  return (
    <Section title={v.t('placements.answers.title')}>
      <Table
        caption={v.t('placements.answers.title')}
        hideCaption
        rowHeader="side"
        columns={[
          { key: 'side', label: v.t('placements.answers.who') },
          { key: 'answer', label: v.t('placements.answers.answer') },
        ]}
        rows={placement.answers.map((a) => ({
          id: a.side,
          cells: {
            side: v.t(`placements.side.${a.side}`),
            answer: (
              <>
                <StatusTag
                  tone={tones[a.answer ?? 'open'] ?? 'wait'}
                  text={v.t(`placements.answer.${a.answer ?? 'open'}`)}
                />
                {a.at && ` ${v.fmt.moment(a.at)}`}
                {a.by &&
                  ` · ${v.t(a.onBehalf ? 'placements.answers.on-behalf' : 'placements.answers.by', { name: a.by })}`}
                {a.note && <p>{v.t('placements.answers.note', { note: a.note })}</p>}
              </>
            ),
          },
        }))}
      />
    </Section>
  );
}
