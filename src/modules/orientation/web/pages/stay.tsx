import { messagingPaths } from '#modules/messaging/web/index.ts';
import { mobilityPaths } from '#modules/mobilities/web/index.ts';
import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  CheckboxGroup,
  DateField,
  Details,
  EmptyState,
  ErrorSummary,
  Facts,
  Form,
  LinkButton,
  Notice,
  PageHead,
  Section,
  SelectField,
  StatusTag,
  TextArea,
  TextField,
} from '#ui/index.ts';
import { wishes } from '../../core/types.ts';
import type { getGoals, getNearby } from '../../server/index.ts';
import { levelOptions } from '../parts/words.tsx';
import { paths } from '../paths.ts';

type Goals = ViewOf<typeof getGoals>;
type Nearby = ViewOf<typeof getNearby>;

function Head({
  v,
  title,
  lead,
  mobilityId,
  pupil,
}: {
  v: View;
  title: string;
  lead: string;
  mobilityId: string;
  pupil: string;
}) {
  return (
    <PageHead
      title={title}
      lead={lead}
      breadcrumbs={[{ href: mobilityPaths.dossier.href({ mobilityId }), label: pupil }]}
      breadcrumbsLabel={v.t('orientation.crumbs')}
    />
  );
}

function Goal({ v, goals, g }: { v: View; goals: Goals; g: Goals['goals'][number] }) {
  const action = paths.level.href({ mobilityId: goals.mobilityId, goalId: g.id });
  const f = bind(v, action, {
    level: (goals.can.saysAs === 'self' ? g.selfLevel : g.teacherLevel) ?? g.startLevel,
  });
  return (
    <Section title={v.fmt.language(g.language)} id={g.id}>
      {g.reached && (
        <p>
          <StatusTag tone="done" text={v.t('orientation.goal.reached')} />
        </p>
      )}
      <Facts
        items={[
          {
            label: v.t('orientation.goal.way'),
            value: v.t('orientation.goal.from-to', {
              from: g.startLevel,
              to: g.goalLevel,
              by: g.byOn,
            }),
          },
          ...(g.practice ? [{ label: v.t('orientation.goal.practice'), value: g.practice }] : []),
          {
            label: v.t('orientation.goal.self'),
            value: g.selfLevel
              ? v.t('orientation.goal.said', { level: g.selfLevel, on: g.selfOn })
              : '–',
          },
          {
            label: v.t('orientation.goal.teacher'),
            value: g.teacherLevel
              ? v.t('orientation.goal.said-by', {
                  level: g.teacherLevel,
                  on: g.teacherOn,
                  who: g.teacherName,
                })
              : '–',
          },
        ]}
      />
      {goals.can.saysAs && (
        <Form action={action}>
          <SelectField
            {...f.text('level')}
            label={v.t(`orientation.goal.say-${goals.can.saysAs}`)}
            options={levelOptions(v)}
          />
          <Button kind="quiet">{v.t('orientation.goal.say')}</Button>
        </Form>
      )}
    </Section>
  );
}

/** The languages a pupil prepares, and how far it has come. */
export function GoalsPage({ v, goals }: { v: View; goals: Goals }) {
  const action = paths.goals.href({ mobilityId: goals.mobilityId });
  const f = bind(v, action, { byOn: goals.startsOn, startLevel: 'A2', goalLevel: 'B1' });
  const languages =
    'ar bg ca cs da de el en es et eu fi fr ga gl hr hu is it lb lt lv mk mt nl no pl pt ro ru sk sl sr sv tr uk'
      .split(' ')
      .map((code) => ({ value: code, label: v.fmt.language(code) }))
      .sort((a, b) => v.fmt.compare(a.label, b.label));
  const form = (
    <Form action={action} id="goal" keep>
      <SelectField
        {...f.text('language')}
        label={v.t('orientation.goal.language')}
        emptyLabel={v.t('orientation.choose')}
        options={languages}
      />
      <SelectField
        {...f.text('startLevel')}
        label={v.t('orientation.goal.start')}
        hint={v.t('orientation.goal.levels')}
        options={levelOptions(v)}
      />
      <SelectField
        {...f.text('goalLevel')}
        label={v.t('orientation.goal.goal')}
        options={levelOptions(v)}
      />
      <DateField
        {...f.date('byOn')}
        label={v.t('orientation.goal.by')}
        labels={{
          day: v.t('orientation.day'),
          month: v.t('orientation.month'),
          year: v.t('orientation.year'),
        }}
      />
      <TextArea
        {...f.text('practice')}
        label={v.t('orientation.goal.practice')}
        hint={v.t('orientation.goal.practice-hint')}
        optionalLabel={v.t('orientation.optional')}
        rows={3}
      />
      <Button kind={goals.goals.length > 0 ? 'quiet' : 'primary'}>
        {v.t('orientation.goal.set')}
      </Button>
    </Form>
  );
  return (
    <>
      <Head
        v={v}
        title={v.t('orientation.goal.title')}
        lead={v.t('orientation.goal.lead')}
        mobilityId={goals.mobilityId}
        pupil={goals.pupil}
      />
      <ErrorSummary title={v.t('orientation.errors')} errors={f.errors} />
      {goals.goals.map((g) => (
        <Goal key={g.id} v={v} goals={goals} g={g} />
      ))}
      {goals.can.set &&
        (goals.goals.length > 0 ? (
          <Details summary={v.t('orientation.goal.add')} open={f.errors.length > 0}>
            {form}
          </Details>
        ) : (
          form
        ))}
      {!goals.can.set && goals.goals.length === 0 && (
        <EmptyState title={v.t('orientation.goal.none')} text={v.t('orientation.goal.none-text')} />
      )}
    </>
  );
}

/** What stands between a pupil and others: the own yes, and under age that of a guardian. */
function Consent({ v, n }: { v: View; n: Nearby }) {
  const here = { mobilityId: n.mobilityId };
  const c = n.consent;
  const given = c && !c.withdrawn && c.pupilAgreedAt !== null;
  if (n.part === 'pupil' && !given) return null;
  return (
    <>
      {c?.active ? (
        <Notice tone="done" title={v.t(`orientation.nearby.seen-${n.part}`, { pupil: n.pupil })}>
          <p>
            {v.t('orientation.nearby.shows', {
              town: n.town || v.fmt.country(n.country),
              wishes: v.fmt.list(c.wishes.map((w) => v.t(`orientation.wish.${w}`))),
            })}
          </p>
        </Notice>
      ) : given ? (
        <Notice
          title={v.t(
            n.part === 'guardian' ? 'orientation.nearby.asks-you' : 'orientation.nearby.waits',
            { pupil: n.pupil },
          )}
        >
          <p>
            {v.t('orientation.nearby.would-show', {
              town: n.town || v.fmt.country(n.country),
              wishes: v.fmt.list(c.wishes.map((w) => v.t(`orientation.wish.${w}`))),
            })}
          </p>
          {n.part === 'guardian' && (
            <Form action={paths.allowNearby.href(here)}>
              <Button>{v.t('orientation.nearby.allow')}</Button>
            </Form>
          )}
        </Notice>
      ) : (
        <EmptyState
          title={v.t('orientation.nearby.invisible', { pupil: n.pupil })}
          text={v.t('orientation.nearby.invisible-text')}
        />
      )}
      {given && n.part !== 'coordinator' && (
        <Form action={paths.withdrawNearby.href(here)}>
          <Button kind="link">{v.t('orientation.nearby.withdraw')}</Button>
        </Form>
      )}
    </>
  );
}

function Pairs({ v, n }: { v: View; n: Nearby }) {
  return (
    <>
      {n.pairs.map((b) => {
        const here = { mobilityId: n.mobilityId, pairId: b.id };
        return (
          <Section key={b.id} title={v.t('orientation.buddy.with', { other: b.other })}>
            <p>
              {v.t(
                b.asks
                  ? 'orientation.buddy.asks'
                  : b.state === 'accepted'
                    ? 'orientation.buddy.both'
                    : 'orientation.buddy.waits',
                { other: b.other, org: b.orgName },
              )}{' '}
              {b.why}
            </p>
            <ButtonRow>
              {b.asks &&
                (['yes', 'no'] as const).map((answer) => (
                  <Form key={answer} action={paths.answerBuddy.href(here)}>
                    <Button
                      name="answer"
                      value={answer}
                      kind={answer === 'yes' ? 'primary' : 'quiet'}
                    >
                      {v.t(`orientation.buddy.${answer}`)}
                    </Button>
                  </Form>
                ))}
              {b.threadId && (
                <LinkButton
                  kind="primary"
                  href={messagingPaths.thread.href({ threadId: b.threadId })}
                >
                  {v.t('orientation.buddy.write', { other: b.other })}
                </LinkButton>
              )}
              {!b.asks && (
                <Form action={paths.endBuddy.href(here)}>
                  <Button kind="quiet">{v.t('orientation.buddy.end')}</Button>
                </Form>
              )}
            </ButtonRow>
          </Section>
        );
      })}
    </>
  );
}

/** Others nearby who want to be known too: first names and towns. */
export function NearbyPage({ v, nearby: n }: { v: View; nearby: Nearby }) {
  const here = { mobilityId: n.mobilityId };
  const action = paths.nearby.href(here);
  const f = bind(v, action, { wishes: n.consent?.wishes, words: n.consent?.words });
  const given = n.consent !== null && !n.consent.withdrawn && n.consent.pupilAgreedAt !== null;
  const form = (
    <Form action={action}>
      <CheckboxGroup
        {...f.choices('wishes')}
        label={v.t('orientation.nearby.wishes')}
        options={wishes.map((w) => ({
          value: w,
          label: v.t(`orientation.wish.${w}`),
          hint: v.t(`orientation.wish-hint.${w}`),
        }))}
      />
      <TextField
        {...f.text('words')}
        label={v.t('orientation.nearby.words')}
        hint={v.t('orientation.nearby.words-hint')}
        optionalLabel={v.t('orientation.optional')}
      />
      {n.needsGuardian && <p>{v.t('orientation.nearby.guardian-too')}</p>}
      <Button kind={given ? 'quiet' : 'primary'}>
        {v.t(given ? 'orientation.nearby.change' : 'orientation.nearby.agree')}
      </Button>
    </Form>
  );
  return (
    <>
      <Head
        v={v}
        title={v.t('orientation.nearby.title')}
        lead={v.t(`orientation.nearby.lead-${n.part}`, { pupil: n.pupil })}
        mobilityId={n.mobilityId}
        pupil={n.pupil}
      />
      <ErrorSummary title={v.t('orientation.errors')} errors={f.errors} />
      <Consent v={v} n={n} />
      <Pairs v={v} n={n} />
      {n.consent?.active && n.part !== 'coordinator' && (
        <Section title={v.t('orientation.nearby.others')}>
          {n.others.length === 0 ? (
            <EmptyState
              level={3}
              title={v.t('orientation.nearby.nobody')}
              text={v.t('orientation.nearby.nobody-text')}
            />
          ) : (
            <Facts
              items={n.others.map((o) => ({
                label: o.givenName,
                value: [
                  o.sameTown
                    ? v.t('orientation.nearby.same-town')
                    : v.t('orientation.nearby.in-town', {
                        town: o.town || v.fmt.country(n.country),
                      }),
                  v.t(o.returned ? 'orientation.nearby.was-there' : 'orientation.nearby.is-there', {
                    from: o.startsOn,
                    until: o.endsOn,
                    home: v.fmt.country(o.homeCountry),
                  }),
                  o.words,
                ]
                  .filter(Boolean)
                  .join(' '),
              }))}
            />
          )}
          <p>{v.t('orientation.nearby.how')}</p>
        </Section>
      )}
      {n.part === 'pupil' &&
        (given ? (
          <Details summary={v.t('orientation.nearby.change-it')} open={f.errors.length > 0}>
            {form}
          </Details>
        ) : (
          form
        ))}
    </>
  );
}
