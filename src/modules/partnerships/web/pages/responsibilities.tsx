import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  CheckboxGroup,
  ErrorSummary,
  Facts,
  Form,
  Hidden,
  LinkButton,
  Notice,
  PageHead,
  PrintButton,
  Prose,
  Section,
  StatusTag,
  Table,
  TextArea,
  Timeline,
} from '#ui/index.ts';
import {
  isFixed,
  partyNames,
  type ShareKind,
  shareKinds,
  sourcesOf,
  type TaskParty,
  taskById,
  taskParties,
} from '../../core/index.ts';
import type { getResponsibilities } from '../../server/index.ts';
import { Faults } from '../parts/form.tsx';
import { Lines } from '../parts/words.tsx';
import { paths } from '../paths.ts';

export type Responsibilities = ViewOf<typeof getResponsibilities>;
export type TaskRow = Responsibilities['tasks'][number];

const lists = ['school', 'support', 'programme', 'product'] as const;

function namesIn(v: View, table: Responsibilities, task: TaskRow, parties: readonly TaskParty[]) {
  return partyNames(task, table, parties, (party) => v.t(`partnerships.party.${party}`));
}

function shareText(v: View, table: Responsibilities, task: TaskRow, parties: readonly TaskParty[]) {
  return parties.length === 0 ? '–' : v.fmt.list(namesIn(v, table, task, parties));
}

/** All tasks with who does, approves, is asked and is told: stacked rows on a phone, a table on a desk and on paper. */
export function ResponsibilitiesPage({ v, table }: { v: View; table: Responsibilities }) {
  const at = { partnershipId: table.partnershipId };
  const proposals = table.tasks.filter((task) => task.proposal);
  const f = bind(v, paths.responsibilities.href(at));
  return (
    <>
      <PageHead
        kicker={v.t('partnerships.one.title', { own: table.school, other: table.supporting })}
        title={v.t('partnerships.table.title')}
        lead={v.t('partnerships.table.lead')}
        breadcrumbs={[
          { href: paths.partnership.href(at), label: v.t('partnerships.table.partnership') },
        ]}
        breadcrumbsLabel={v.t('partnerships.crumbs')}
        actions={
          <>
            <LinkButton href={paths.responsibilitiesFile.href(at)}>
              {v.t('partnerships.table.save')}
            </LinkButton>
            <PrintButton text={v.t('partnerships.table.print')} />
          </>
        }
      />
      <ErrorSummary title={v.t('partnerships.errors')} errors={f.errors} />
      {proposals.length > 0 && (
        <Section title={v.t('partnerships.table.proposals')} id="proposals">
          {proposals.map((task) => (
            <ProposalCard key={task.id} v={v} table={table} task={task} />
          ))}
        </Section>
      )}
      {lists.map((list) => (
        <Section
          key={list}
          id={list}
          title={v.t(`partnerships.table.list.${list}`)}
          lead={<p>{v.t(`partnerships.table.list-lead.${list}`)}</p>}
        >
          <Table
            caption={v.t(`partnerships.table.list.${list}`)}
            hideCaption
            rowHeader="task"
            columns={[
              { key: 'task', label: v.t('partnerships.table.task') },
              ...shareKinds.map((kind) => ({
                key: kind,
                label: v.t(`partnerships.table.${kind}`),
              })),
              ...(list === 'programme'
                ? []
                : [{ key: 'change', label: v.t('partnerships.table.note'), hideLabel: true }]),
            ]}
            rows={table.tasks
              .filter((task) => task.list === list)
              .map((task) => ({
                id: task.id,
                cells: {
                  task: v.t(`partnerships.task.${task.id}`),
                  ...Object.fromEntries(
                    shareKinds.map((kind) => [
                      kind,
                      kind === 'does' && task.changed ? (
                        <>
                          {shareText(v, table, task, task.shares[kind])}
                          <br />
                          <StatusTag tone="done" text={v.t('partnerships.table.changed')} />
                        </>
                      ) : (
                        shareText(v, table, task, task.shares[kind])
                      ),
                    ]),
                  ),
                  change: isFixed(task) ? (
                    <span class="hint">
                      {v.t(task.core ? 'partnerships.table.core' : 'partnerships.table.apart')}
                    </span>
                  ) : !table.mayChange ? null : (
                    <a
                      href={paths.task.href({ ...at, taskId: task.id })}
                      aria-label={v.t('partnerships.table.change-of', {
                        task: v.t(`partnerships.task.${task.id}`),
                      })}
                    >
                      {v.t('partnerships.change')}
                    </a>
                  ),
                },
              }))}
          />
        </Section>
      ))}
      {table.history.length > 0 && (
        <Section title={v.t('partnerships.table.history')} id="history" folded>
          <Timeline
            items={table.history.map((h) => ({
              id: h.id,
              dateText: v.fmt.moment(h.at),
              datetime: h.at.toString(),
              who: v.t('partnerships.edits.who', { who: h.by, org: h.org }),
              what: (
                <>
                  {v.t('partnerships.table.history-line', {
                    task: v.t(`partnerships.task.${h.taskId}`),
                    state: v.t(`partnerships.table.state.${h.state}`),
                  })}
                  {h.answeredBy && h.state !== 'withdrawn' ? ` (${h.answeredBy})` : ''}
                  <br />
                  <Lines text={h.reason} />
                  {h.answer && (
                    <>
                      <br />
                      <Lines text={h.answer} />
                    </>
                  )}
                </>
              ),
            }))}
          />
        </Section>
      )}
    </>
  );
}

/** What would change, why, and an answer. */
function ProposalCard({ v, table, task }: { v: View; table: Responsibilities; task: TaskRow }) {
  const { proposal } = task;
  if (!proposal) return null;
  const at = { partnershipId: table.partnershipId, changeId: proposal.id };
  const answerHref = paths.answerTask.href(at);
  const f = bind(v, answerHref);
  return (
    <Section
      level={3}
      title={v.t(`partnerships.task.${task.id}`)}
      lead={
        <p>
          {v.t('partnerships.table.proposed', {
            who: proposal.by,
            org: proposal.org,
            at: proposal.at,
          })}
        </p>
      }
    >
      <Facts
        items={[
          ...shareKinds
            .filter((kind) => task.shares[kind].join() !== proposal.shares[kind].join())
            .map((kind) => ({
              label: v.t(`partnerships.table.${kind}`),
              value: (
                <>
                  <del>{shareText(v, table, task, task.shares[kind])}</del>
                  <br />
                  <ins>{shareText(v, table, task, proposal.shares[kind])}</ins>
                </>
              ),
            })),
          { label: v.t('partnerships.table.reason'), value: <Lines text={proposal.reason} /> },
        ]}
      />
      {proposal.mine === 'answers' && (
        <Form action={answerHref} id={`answer-${proposal.id}`}>
          <TextArea
            {...f.text('words')}
            label={v.t('partnerships.table.answer-words')}
            optionalLabel={v.t('partnerships.optional')}
            rows={2}
          />
          <ButtonRow>
            <Button name="answer" value="accept">
              {v.t('partnerships.table.accept')}
            </Button>
            <Button kind="quiet" name="answer" value="refuse">
              {v.t('partnerships.table.refuse')}
            </Button>
          </ButtonRow>
        </Form>
      )}
      {proposal.mine === 'withdraws' && (
        <Form action={paths.withdrawTask.href(at)} id={`withdraw-${proposal.id}`}>
          <ButtonRow>
            <Button kind="quiet">{v.t('partnerships.table.withdraw')}</Button>
          </ButtonRow>
        </Form>
      )}
    </Section>
  );
}

/** One task to be shared otherwise: four questions and a reason. */
export function TaskPage({ v, table, task }: { v: View; table: Responsibilities; task: TaskRow }) {
  const at = { partnershipId: table.partnershipId, taskId: task.id };
  const href = paths.task.href(at);
  const known = taskById(task.id);
  const f = bind(v, href, task.shares);
  const own: readonly string[] = [task.own.school, task.own.supporting];
  // two partners give work to nobody who is not at the table
  const optionsFor = (kind: ShareKind) =>
    taskParties
      .filter(
        (party) =>
          kind === 'asked' ||
          kind === 'told' ||
          own.includes(party) ||
          task.usual[kind].includes(party),
      )
      .map((party) => ({ value: party, label: namesIn(v, table, task, [party])[0] ?? '' }));
  return (
    <>
      <PageHead
        kicker={v.t(`partnerships.table.list.${task.list}`)}
        title={v.t(`partnerships.task.${task.id}`)}
        lead={v.t('partnerships.table.task-lead', { org: table.supporting, school: table.school })}
        breadcrumbs={[
          {
            href: paths.responsibilities.href({ partnershipId: table.partnershipId }),
            label: v.t('partnerships.table.title'),
          },
        ]}
        breadcrumbsLabel={v.t('partnerships.crumbs')}
      />
      <Faults v={v} of={[f]} />
      {isFixed(task) ? (
        <Notice
          tone="stop"
          title={v.t(
            task.core ? 'partnerships.refused.core-stays' : 'partnerships.refused.apart-stays',
          )}
        />
      ) : task.proposal && f.errors.length === 0 ? (
        <Notice tone="wait" title={v.t('partnerships.refused.change-waits')} />
      ) : (
        <Form action={href} id="task">
          <Hidden name="task" value={task.id} />
          {shareKinds.map((kind) => (
            <CheckboxGroup
              key={kind}
              {...f.choices(kind)}
              label={v.t(`partnerships.table.${kind}`)}
              hint={v.t(`partnerships.table.hint.${kind}`)}
              options={optionsFor(kind)}
            />
          ))}
          <TextArea
            {...f.text('reason')}
            label={v.t('partnerships.table.reason')}
            hint={v.t('partnerships.table.reason-hint')}
            rows={3}
          />
          <ButtonRow>
            <Button>{v.t('partnerships.table.propose')}</Button>
          </ButtonRow>
        </Form>
      )}
      {known && (
        <Prose>
          <p class="hint">
            {v.t('partnerships.table.source', {
              source: sourcesOf(known)
                .map((s) => s.title)
                .join('; '),
            })}
          </p>
        </Prose>
      )}
    </>
  );
}
