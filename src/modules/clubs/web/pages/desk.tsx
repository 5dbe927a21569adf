import { wordingFor } from '#modules/quality/core/index.ts';
import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  EmptyState,
  ErrorSummary,
  Facts,
  Form,
  LinkButton,
  PageHead,
  Section,
  Table,
  Tabs,
  TextArea,
} from '#ui/index.ts';
import {
  filledText,
  silentAfterDays,
  templateById,
  textTemplates,
  wordsIn,
} from '../../core/rules/index.ts';
import type { getDesk, getWordFacts } from '../../server/index.ts';
import { paths } from '../paths.ts';

type Desk = ViewOf<typeof getDesk>;

/** All clubs one leads at a glance, and under each what waits. */
export function DeskPage({ v, desk: d }: { v: View; desk: Desk }) {
  const titleOf = (id: string) => {
    const template = templateById(id);
    return template ? wordsIn(template.title, v.lang) : id;
  };
  const names = (who: readonly string[]) => v.fmt.list([...who]);
  return (
    <>
      <PageHead
        title={v.t('clubs.desk.title')}
        lead={v.t('clubs.desk.lead')}
        breadcrumbs={[{ href: paths.clubs.href(), label: v.t('clubs.nav') }]}
        breadcrumbsLabel={v.t('clubs.crumbs')}
        actions={
          d.facilitates ? (
            <LinkButton href={paths.form.href()}>{v.t('clubs.form.open')}</LinkButton>
          ) : undefined
        }
      />
      {d.clubs.length === 0 ? (
        <EmptyState title={v.t('clubs.desk.none')} text={v.t('clubs.desk.none-text')} />
      ) : (
        <Table
          caption={v.t('clubs.desk.title')}
          hideCaption
          rowHeader="name"
          columns={[
            { key: 'name', label: v.t('clubs.desk.club') },
            { key: 'state', label: v.t('clubs.plan.state') },
            { key: 'people', label: v.t('clubs.room.members'), numeric: true },
            { key: 'next', label: v.t('clubs.desk.next') },
            { key: 'silent', label: v.t('clubs.desk.silent'), numeric: true },
            { key: 'cards', label: v.t('clubs.desk.cards'), numeric: true },
            { key: 'plans', label: v.t('clubs.desk.plans'), numeric: true },
          ]}
          rows={d.clubs.map((c) => ({
            id: c.id,
            cells: {
              name: <a href={paths.club.href({ clubId: c.id })}>{c.name}</a>,
              state: v.t(`clubs.kicker.${c.state}`),
              people: c.accepted,
              next: c.next ? v.fmt.moment(c.next.startsAt, c.next.timeZone) : '–',
              silent: c.silent.length,
              cards: c.withoutCard.length,
              plans: c.withoutPlan.length,
            },
          }))}
        />
      )}
      {d.clubs.map((c) => {
        const facts = [
          ...(c.waitingFor.length > 0
            ? [{ label: v.t('clubs.desk.waiting'), value: names(c.waitingFor) }]
            : []),
          ...(c.silent.length > 0
            ? [
                {
                  label: v.t('clubs.desk.silent-for', { days: silentAfterDays }),
                  value: names(c.silent),
                },
              ]
            : []),
          ...(c.withoutCard.length > 0
            ? [{ label: v.t('clubs.desk.without-card'), value: names(c.withoutCard) }]
            : []),
          ...(c.withoutPlan.length > 0
            ? [{ label: v.t('clubs.desk.without-plan'), value: names(c.withoutPlan) }]
            : []),
          ...(c.stuck.length > 0
            ? [{ label: v.t('clubs.desk.stuck'), value: names(c.stuck) }]
            : []),
          ...c.withoutReport.map((m) => ({
            label: v.t('clubs.desk.without-report'),
            value: (
              <a href={paths.report.href({ clubId: c.id, eventId: m.id })}>
                {titleOf(m.templateId)}
              </a>
            ),
          })),
          ...c.openTasks.map((k) => ({
            label: v.t(k.late ? 'clubs.desk.task-late' : 'clubs.desk.task'),
            value: `${k.who}: ${k.title}`,
          })),
        ];
        return (
          <Section
            key={c.id}
            title={c.name}
            action={
              c.state === 'running' || c.state === 'alumni' ? (
                <a href={paths.words.href({ clubId: c.id })}>{v.t('clubs.words.title')}</a>
              ) : undefined
            }
          >
            {facts.length > 0 ? <Facts items={facts} /> : <p>{v.t('clubs.desk.nothing')}</p>}
          </Section>
        );
      })}
    </>
  );
}

/** A text to everybody, out of a template filled with what is known of the club. */
export function WordsPage({
  v,
  facts: c,
  chosen,
}: {
  v: View;
  facts: ViewOf<typeof getWordFacts>;
  chosen: string;
}) {
  const href = paths.words.href({ clubId: c.clubId });
  const template = textTemplates.find((each) => each.id === chosen);
  const list = (names: readonly string[]) => v.fmt.list([...names]);
  const text = template
    ? filledText(wordsIn(template.text, c.language), {
        club: c.club,
        theme: wordingFor(c.language).criterion(c.criterionId).text,
        questions: c.questions.map((q) => `- ${q}`).join('\n'),
        facilitator: v.actor.kind === 'person' ? v.actor.name : '',
        ...(c.next
          ? {
              meeting: c.next.title,
              purpose: c.next.purpose,
              date: v.fmt.moment(c.next.startsAt, c.next.timeZone),
            }
          : {}),
        without_card: list(c.withoutCard),
        without_plan: list(c.withoutPlan),
      })
    : '';
  const f = bind(v, href, { text });
  return (
    <>
      <PageHead
        title={v.t('clubs.words.title')}
        lead={v.t('clubs.words.lead')}
        breadcrumbs={[
          { href: paths.clubs.href(), label: v.t('clubs.nav') },
          { href: paths.club.href({ clubId: c.clubId }), label: c.club },
        ]}
        breadcrumbsLabel={v.t('clubs.crumbs')}
      />
      <Tabs
        label={v.t('clubs.words.templates')}
        items={textTemplates.map((each) => ({
          href: paths.words.href({ clubId: c.clubId }, { template: each.id }),
          label: wordsIn(each.title, v.lang),
          current: each.id === chosen,
        }))}
      />
      <ErrorSummary title={v.t('clubs.form.errors')} errors={f.errors} />
      <Form action={href}>
        <TextArea
          {...f.text('text')}
          label={v.t('clubs.words.text')}
          hint={v.t('clubs.words.hint', { language: v.fmt.language(c.language) })}
          rows={12}
        />
        <ButtonRow>
          <Button>{v.t('clubs.words.button')}</Button>
          <LinkButton href={paths.club.href({ clubId: c.clubId })}>
            {v.t('clubs.kick-off.back')}
          </LinkButton>
        </ButtonRow>
      </Form>
    </>
  );
}
