import {
  AutosaveState,
  Avatar,
  BarChart,
  BraidChart,
  Button,
  ButtonRow,
  Card,
  CardGrid,
  Checkbox,
  CheckboxGroup,
  CodeField,
  Columns,
  ConfirmPanel,
  Contents,
  DateField,
  DayList,
  Details,
  Dialog,
  EmptyState,
  ErrorSummary,
  Facts,
  FieldSet,
  FileField,
  Filters,
  Flash,
  Form,
  fieldId,
  GanttChart,
  Hidden,
  JourneyLine,
  Layout,
  LinkButton,
  MatrixChart,
  MonthTable,
  NextStep,
  Notice,
  PageHead,
  Pager,
  PersonList,
  PrintButton,
  Prose,
  RadarChart,
  RadioGroup,
  RowCheckbox,
  SearchBox,
  Section,
  SelectField,
  SortLink,
  type Station,
  type StationState,
  StatusTag,
  Steps,
  Table,
  Tabs,
  Tag,
  Talk,
  TaskList,
  TextArea,
  TextField,
  Timeline,
  WaitingFor,
} from './index.ts';

const stateTexts = {
  done: 'done',
  current: 'now',
  ahead: 'ahead',
  late: 'late',
  skipped: 'left out',
};

const way: readonly Station[] = [
  { id: 'applied', label: 'Applied', state: 'done', dateText: '14 Nov' },
  { id: 'selected', label: 'Selected', state: 'done', dateText: '9 Dec' },
  { id: 'placed', label: 'Placed', state: 'done', dateText: '22 Jan' },
  {
    id: 'agreed',
    label: 'Agreed',
    state: 'current',
    dateText: 'by 12 March',
    whoText: 'Your turn',
  },
  {
    id: 'ready',
    label: 'Ready',
    state: 'ahead',
    dateText: 'by 20 Aug',
    whoText: 'Liceu Ramon Turró prepares',
  },
  { id: 'departed', label: 'Departed', state: 'ahead', dateText: '4 Sep' },
  { id: 'settled', label: 'Settled', state: 'ahead' },
  { id: 'returned', label: 'Returned', state: 'ahead', dateText: '18 Dec' },
  { id: 'recognised', label: 'Recognised', state: 'ahead' },
];

function at(here: number, state: StationState = 'current'): readonly Station[] {
  return way.map(({ id, label }, index) => ({
    id,
    label,
    state: index < here ? 'done' : index === here ? state : 'ahead',
  }));
}

const lateWay = at(4, 'late').map((station, index) => {
  if (index === 4)
    return { ...station, dateText: 'was due 20 Aug', whoText: 'Gimnazija Vir sends proof' };
  return index === 6 ? { ...station, state: 'skipped' as const } : station;
});

const pupils = [
  {
    id: 'p1',
    name: 'Amélie Moreau',
    school: 'Lycée Fulbert',
    here: 3,
    sum: '1 840',
    tone: 'now',
    text: 'Your turn: sign',
  },
  {
    id: 'p2',
    name: 'Jonas Lindqvist',
    school: 'Gimnazija Vir',
    here: 4,
    sum: '2 105',
    tone: 'late',
    text: 'Waiting for Gimnazija Vir since 20 August',
  },
  {
    id: 'p3',
    name: 'Nerea Etxebarria',
    school: 'Liceu Ramon Turró',
    here: 6,
    sum: '1 990',
    tone: 'wait',
    text: 'Waiting for Mr Oriol Puig to check in',
  },
  {
    id: 'p4',
    name: 'Tomasz Wilk',
    school: 'Liceum nad Rzeką',
    here: 8,
    sum: '1 760',
    tone: 'done',
    text: 'Recognised',
  },
] as const;

const day = (text: string) => Temporal.PlainDate.from(text);
const months = ['09', '10', '11', '12'].map((month, index) => ({
  start: day(`2026-${month}-01`),
  label: ['Sep', 'Oct', 'Nov', 'Dec'][index] ?? '',
}));

/** Everything in the kit on one page; text and persons are examples. */
export function Stories(props: {
  readonly dir?: 'ltr' | 'rtl';
  readonly stylesheetUrl: string;
  readonly scriptUrls?: readonly string[];
}) {
  return (
    <Layout
      lang="en"
      dir={props.dir ?? 'ltr'}
      title="Everything - The kit"
      description="Every part of the kit on one page"
      productName="The kit"
      homeHref="/"
      stylesheetUrl={props.stylesheetUrl}
      scriptUrls={props.scriptUrls ?? []}
      skipText="Skip to the content"
      navLabel="Main"
      nav={[
        { href: '/home', label: 'Home', current: true },
        { href: '/ways', label: 'Journeys' },
        { href: '/partners', label: 'Partners' },
        { href: '/messages', label: 'Messages' },
        { href: '/library', label: 'Library' },
        { href: '/calendar', label: 'Calendar' },
        { href: '/families', label: 'Families', group: 'The stay' },
      ]}
      moreLabel="More"
      account={
        <>
          <Avatar initials="AM" />
          <a href="/account">Amélie Moreau</a>
          <a href="/fr" lang="fr" hreflang="fr">
            Français
          </a>
        </>
      }
      banner={<p>This is an example. Nobody here exists.</p>}
      footer={
        <>
          <a href="/privacy">Privacy</a>
          <a href="/accessibility">Accessibility</a>
          <a href="/help">Help</a>
        </>
      }
    >
      <Flash text="Your contact details are saved." action={<a href="/undo">Undo</a>} />
      <PageHead
        title="Amélie Moreau"
        kicker="Three months in Catalonia"
        breadcrumbs={[
          { href: '/home', label: 'Home' },
          { href: '/ways', label: 'Journeys' },
        ]}
        breadcrumbsLabel="You are here"
        lead="From Lycée Fulbert to Liceu Ramon Turró, 4 September to 18 December 2026."
        actions={
          <>
            <PrintButton text="Print" />
            <LinkButton href="/message">Write a message</LinkButton>
          </>
        }
      />
      <JourneyLine
        titleText="The journey of Amélie"
        descText="Three of four signatures are there. When you have signed, Liceu Ramon Turró prepares your arrival."
        stateTexts={stateTexts}
        stations={way}
      />
      <Columns
        aside={
          <>
            <Section title="Contact">
              <p>
                <b>Mr Oriol Puig</b>
                <br />
                Mentor at Liceu Ramon Turró
              </p>
              <p>
                <a href="tel:+34555010203">{'+34\u00a0555\u00a0010\u00a0203'}</a>
              </p>
            </Section>
            <Section title="Dates">
              <Timeline
                items={[
                  {
                    id: 't1',
                    dateText: '2 March',
                    datetime: '2026-03-02',
                    who: 'Lycée Fulbert',
                    what: 'signed the learning agreement.',
                  },
                  {
                    id: 't2',
                    dateText: '27 February',
                    datetime: '2026-02-27',
                    who: 'Claire Moreau',
                    what: 'agreed to the stay.',
                  },
                  {
                    id: 't3',
                    dateText: '22 January',
                    datetime: '2026-01-22',
                    who: 'Liceu Ramon Turró',
                    what: 'offered a place.',
                  },
                ]}
              />
            </Section>
          </>
        }
      >
        <NextStep
          kicker="Your next step"
          title="Sign your learning agreement"
          about="It says what you will learn at Liceu Ramon Turró and how it counts at home."
          dateText="By Thursday 12 March 2026"
          action={
            <LinkButton kind="primary" href="/sign">
              Read and sign
            </LinkButton>
          }
        />
        <Section title="To do">
          <TaskList
            items={[
              {
                id: 'a',
                title: 'Choose your courses',
                href: '/a',
                tone: 'done',
                statusText: 'Done',
              },
              {
                id: 'b',
                title: 'Sign the learning agreement',
                href: '/b',
                tone: 'now',
                statusText: 'Your turn',
                dateText: 'by 12 March',
              },
              {
                id: 'c',
                title: 'Insurance card',
                href: '/c',
                hint: 'A photo is enough.',
                tone: 'late',
                statusText: 'Was due 1 March',
              },
              { id: 'd', title: 'Travel plan', tone: 'none', statusText: 'Opens in June' },
            ]}
          />
        </Section>
        <Section title="Waiting for others" action={<a href="/all">All four</a>}>
          <WaitingFor
            items={[
              {
                id: 'w1',
                who: 'Liceu Ramon Turró',
                what: 'names your host family',
                sinceText: 'since 2 March',
              },
              {
                id: 'w2',
                who: 'Claire Moreau',
                what: 'sends the medical form',
                sinceText: 'since 12 February',
                late: true,
                action: <LinkButton href="/remind">Remind</LinkButton>,
              },
            ]}
          />
        </Section>
      </Columns>

      <Contents
        label="On this page"
        items={[
          { id: 'late', title: 'A journey that is late' },
          { id: 'over', title: 'What is over' },
        ]}
      />
      <Section title="What is over" id="over" folded>
        <p>Everything was signed in September.</p>
      </Section>
      <Section title="A journey that is late" id="late">
        <JourneyLine
          titleText="The journey of Jonas"
          descText="Gimnazija Vir has to send the proof of insurance."
          stateTexts={stateTexts}
          stations={lateWay}
        />
      </Section>

      <Section title="Pupils" id="list" lead="Four journeys of this school year.">
        <Tabs
          label="Parts of the list"
          items={[
            { href: '/now', label: 'Under way', count: '24', current: true },
            { href: '/before', label: 'Before departure', count: '9' },
            { href: '/back', label: 'Back home' },
          ]}
        />
        <SearchBox
          action="/pupils"
          label="Search by name or school"
          buttonText="Search"
          keep={{ sort: 'name' }}
        />
        <Filters
          action="/pupils"
          label="Filters"
          applyText="Show"
          clearHref="/pupils"
          clearText="Clear"
        >
          <SelectField
            name="country"
            label="Country"
            emptyLabel="All"
            options={[
              { value: 'FR', label: 'France' },
              { value: 'ES', label: 'Spain' },
            ]}
          />
          <SelectField
            name="turn"
            label="Whose turn"
            emptyLabel="Anybody"
            value="me"
            options={[
              { label: 'Here', options: [{ value: 'me', label: 'Mine' }] },
              { label: 'Elsewhere', options: [{ value: 'school', label: 'A school' }] },
            ]}
          />
        </Filters>
        <Table
          caption="Pupils of this school year"
          hideCaption
          rowHeader="name"
          columns={[
            { key: 'pick', label: 'Choose', hideLabel: true },
            {
              key: 'name',
              label: 'Name',
              sort: 'ascending',
              head: <SortLink href="?sort=-name" label="Name" direction="ascending" />,
            },
            {
              key: 'school',
              label: 'School',
              head: <SortLink href="?sort=school" label="School" />,
            },
            { key: 'way', label: 'Journey' },
            { key: 'state', label: 'State' },
            { key: 'sum', label: 'Grant, EUR', numeric: true },
          ]}
          rows={pupils.map((pupil) => ({
            id: pupil.id,
            cells: {
              pick: <RowCheckbox name="id" value={pupil.id} label={`Choose ${pupil.name}`} />,
              name: <a href={`/p/${pupil.id}`}>{pupil.name}</a>,
              school: pupil.school,
              way: (
                <JourneyLine
                  size="mini"
                  titleText={pupil.name}
                  descText={pupil.text}
                  stateTexts={stateTexts}
                  stations={at(
                    pupil.here,
                    pupil.tone === 'late' ? 'late' : pupil.tone === 'done' ? 'done' : 'current',
                  )}
                />
              ),
              state: <StatusTag tone={pupil.tone} text={pupil.text} />,
              sum: pupil.sum,
            },
          }))}
        />
        <Pager
          previousHref="?before"
          nextHref="?after"
          labels={{ nav: 'Pages', previous: 'Previous', next: 'Next', position: '1 to 4 of 24' }}
        />
      </Section>

      <Section title="States" id="states">
        <ButtonRow>
          <StatusTag tone="done" text="Signed by all" />
          <StatusTag tone="now" text="Your turn" />
          <StatusTag tone="wait" text="Waiting for Lycée Fulbert" />
          <StatusTag tone="late" text="Six days late" />
          <StatusTag tone="stop" text="Ended early" />
          <StatusTag tone="none" text="Not begun" />
          <Tag text="Long stay" />
          <Avatar initials="OP" name="Oriol Puig" />
          <PersonList
            items={[{ id: 'op', initials: 'OP', name: 'Oriol Puig', note: 'Barcelona' }]}
          />
        </ButtonRow>
        <Talk
          label="Messages"
          items={[
            { kind: 'line', id: 'day', text: 'Tuesday' },
            {
              kind: 'said',
              id: 'said-1',
              datetime: '2027-03-02T09:00Z',
              timeText: '10:00',
              who: 'Oriol Puig',
              initials: 'OP',
              part: 'contact person',
              text: 'Shall we meet\non Friday?',
              note: 'Read by Amélie',
            },
            { kind: 'line', id: 'new', text: 'New', isNew: true },
            {
              kind: 'said',
              id: 'said-2',
              datetime: '2027-03-02T09:05Z',
              timeText: '10:05',
              who: 'Amélie Moreau',
              initials: 'AM',
              isOwn: true,
              text: 'Yes, gladly.',
            },
            {
              kind: 'said',
              id: 'said-3',
              datetime: '2027-03-02T09:06Z',
              timeText: '10:06',
              text: 'Lina has left the conversation.',
            },
          ]}
        />
        <MonthTable
          caption="March 2027"
          weekdays={['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']}
          weeks={[
            [1, 2, 3, 4, 5, 6, 7].map((number) => ({
              day: `2027-03-0${number}`,
              number,
              today: number === 2,
              entries: number === 3 ? [{ id: 'k', time: '09:00', title: 'Kick-off' }] : [],
            })),
          ]}
        />
        <DayList
          narrow
          days={[
            {
              day: '2027-03-03',
              text: 'Wednesday 3 March',
              entries: [
                { id: 'k', time: '09:00', title: <a href="/k">Kick-off</a>, about: 'Meeting' },
              ],
            },
          ]}
        />
        <Notice title="Two schools share this file">
          <p>What you write here is read by Lycée Fulbert and Liceu Ramon Turró.</p>
        </Notice>
        <Notice tone="late" title="The grant agreement ends in nine days" />
        <Notice tone="stop" title="The file could not be read">
          <p>Nothing is lost. Send it again as PDF or as a photo.</p>
        </Notice>
      </Section>

      <Section title="Things to open" id="cards">
        <CardGrid>
          <Card href="/c1" title="Lycée Fulbert" top={<StatusTag tone="done" text="Agreed" />}>
            <p>Chartres, France. Partner since 2023.</p>
          </Card>
          <Card
            href="/c2"
            title="Liceu Ramon Turró"
            top={<StatusTag tone="wait" text="Waiting for Ana Soler" />}
          >
            <p>Girona, Spain. Two places for autumn.</p>
          </Card>
          <Card href="/c3" title="Gimnazija Vir">
            <p>Celje, Slovenia. First contact in May.</p>
          </Card>
        </CardGrid>
      </Section>

      <Section title="A form" id="form">
        <ErrorSummary
          title="Three things need another look"
          lead="Nothing you typed is lost."
          errors={[
            { href: `#${fieldId('mail')}`, text: 'Write the address like name@example.org' },
            { href: `#${fieldId('birth')}`, text: 'The year of birth is missing' },
            { href: `#${fieldId('room')}`, text: 'Say whether a shared room is fine' },
          ]}
        />
        <Form action="/save" id="example" keep multipart label="Example">
          <Hidden name="version" value="3" />
          <TextField
            name="given"
            label="First name"
            value="Amélie"
            autocomplete="given-name"
            required
            width={20}
          />
          <TextField
            name="mail"
            label="E-mail"
            hint="We write only when something has to be done."
            type="email"
            value="amelie@"
            error="Write the address like name@example.org"
            autocomplete="email"
            required
          />
          <TextField
            name="sum"
            label="Travel cost"
            inputmode="decimal"
            width={6}
            suffix="EUR"
            optionalLabel="(optional)"
          />
          <TextField
            name="city"
            label="Town"
            suggestions={['Girona', 'Celje']}
            width={20}
            optionalLabel="(optional)"
          />
          <DateField
            name="birth"
            label="Date of birth"
            hint="For example 3 5 2010"
            labels={{ day: 'Day', month: 'Month', year: 'Year' }}
            value={{ day: '3', month: '5', year: '' }}
            error="The year of birth is missing"
            wrongParts={['year']}
            birthday
            required
          />
          <SelectField
            name="language"
            label="Language you learn"
            emptyLabel="Choose"
            required
            options={[
              { value: 'ca', label: 'Catalan' },
              { value: 'sl', label: 'Slovenian' },
            ]}
          />
          <RadioGroup
            name="room"
            label="Would you share a room?"
            error="Say whether a shared room is fine"
            required
            options={[
              { value: 'yes', label: 'Yes', hint: 'With one child of about your age.' },
              { value: 'no', label: 'No' },
            ]}
          />
          <CheckboxGroup
            name="days"
            label="Days you can talk"
            values={['mo']}
            inline
            optionalLabel="(optional)"
            options={[
              { value: 'mo', label: 'Monday' },
              { value: 'we', label: 'Wednesday' },
              { value: 'fr', label: 'Friday' },
            ]}
          />
          <TextArea
            name="letter"
            label="A letter to your host family"
            hint="Half a page is enough."
            optionalLabel="(optional)"
          />
          <FileField
            name="photo"
            label="A photo"
            accept="image/*"
            present={<a href="/old.jpg">photo.jpg, sent 2 March</a>}
            optionalLabel="(optional)"
          />
          <FieldSet name="address" label="Where you live" error="Please write the town.">
            <TextField name="address-street" label="Street and number" />
            <TextField name="address-city" label="Town" error="Please write the town." />
          </FieldSet>
          <AutosaveState
            text="What you wrote before is kept."
            saved="All you typed is saved."
            offline="There is no connection."
            unsaved="There is no connection. Please keep this page open."
            restored="What you typed stands here again."
            elsewhere="This page was changed on another device."
          />
          <CodeField name="code" label="Code from the message" required />
          <Checkbox name="agree" label="I have talked about this with my parents" required />
          <ButtonRow>
            <Button name="do" value="send">
              Send
            </Button>
            <Button kind="quiet" name="do" value="draft">
              Save for later
            </Button>
            <Button kind="danger" name="do" value="withdraw">
              Withdraw
            </Button>
            <LinkButton href="/confirm" dialog="sure">
              Ask first
            </LinkButton>
          </ButtonRow>
        </Form>
        <Dialog id="sure" title="Withdraw your application?" closeText="Keep it">
          <p>Your school and your parents will be told. You can apply again until 30 November.</p>
        </Dialog>
      </Section>

      <Section title="What is known" id="facts">
        <Facts
          items={[
            { label: 'School', value: 'Lycée Fulbert, Chartres' },
            {
              label: 'Stay',
              value: '4 September to 18 December 2026',
              action: <a href="/dates">Change the dates</a>,
            },
            { label: 'Languages', value: 'French, English, some Catalan' },
          ]}
        />
        <Details summary="Who can see this?">
          <p>You, your parents, and the two schools.</p>
        </Details>
      </Section>

      <Section title="How it goes on" id="steps">
        <Steps
          items={[
            { id: 's1', title: 'You sign', text: 'On this page, with the code we send you.' },
            { id: 's2', title: 'The host school signs', text: 'Usually within a week.' },
            { id: 's3', title: 'You get the agreement as PDF' },
          ]}
        />
      </Section>

      <Section title="Pictures" id="pictures">
        <BraidChart
          title="Journeys of this autumn"
          note="Twelve pupils; two are late."
          stations={way.map(({ id, label }) => ({ id, label }))}
          strands={[8, 8, 7, 6, 6, 5, 5, 5, 4, 3]
            .map((reached, index) => ({ id: `b${index}`, label: `Pupil ${index + 1}`, reached }))
            .concat([])
            .map((strand) => ({ ...strand, late: false }))
            .concat([
              { id: 'l1', label: 'Jonas Lindqvist', reached: 4, late: true },
              { id: 'l2', label: 'Amélie Moreau', reached: 2, late: true },
            ])}
          table={{
            summary: 'Show as a table',
            columns: [
              { key: 'who', label: 'Pupil' },
              { key: 'at', label: 'Station' },
            ],
            rows: [
              { id: 'l1', cells: { who: 'Jonas Lindqvist', at: 'Ready, late' } },
              { id: 'l2', cells: { who: 'Amélie Moreau', at: 'Placed, late' } },
            ],
          }}
        />
        <GanttChart
          title="The autumn stay"
          from={day('2026-08-15')}
          to={day('2026-12-31')}
          today={day('2026-10-12')}
          todayText="Today"
          months={months}
          rows={[
            {
              id: 'g1',
              lane: 'Before',
              label: 'Language course',
              tone: 'done',
              start: day('2026-08-20'),
              end: day('2026-09-02'),
            },
            {
              id: 'g2',
              lane: 'Before',
              label: 'Departure',
              tone: 'done',
              point: day('2026-09-04'),
            },
            {
              id: 'g3',
              lane: 'Abroad',
              label: 'At Liceu Ramon Turró',
              tone: 'now',
              start: day('2026-09-04'),
              end: day('2026-12-18'),
            },
            {
              id: 'g4',
              lane: 'Abroad',
              label: 'First report',
              tone: 'late',
              point: day('2026-10-02'),
            },
            {
              id: 'g5',
              lane: 'Abroad',
              label: 'Visit by the mentor',
              tone: 'wait',
              start: day('2026-11-09'),
              end: day('2026-11-13'),
            },
            {
              id: 'g6',
              lane: 'After',
              label: 'Recognition',
              tone: 'none',
              start: day('2026-12-19'),
              end: day('2026-12-31'),
            },
          ]}
          table={{
            summary: 'Show as a table',
            columns: [
              { key: 'what', label: 'What' },
              { key: 'when', label: 'When' },
            ],
            rows: [
              { id: 'g1', cells: { what: 'Language course', when: '20 August to 2 September' } },
            ],
          }}
        />
        <BarChart
          title="The grant"
          keys={[
            { key: 'spent', label: 'Spent', fill: 'b' },
            { key: 'bound', label: 'Promised', fill: 'c' },
            { key: 'left', label: 'Left', fill: 'open' },
          ]}
          rows={[
            {
              id: 'travel',
              label: 'Travel',
              totalText: '9 600 EUR',
              values: { spent: 5200, bound: 1800, left: 2600 },
            },
            {
              id: 'stay',
              label: 'Living costs',
              totalText: '24 000 EUR',
              values: { spent: 9000, bound: 12000, left: 3000 },
            },
          ]}
          table={{
            summary: 'Show as a table',
            columns: [
              { key: 'what', label: 'For' },
              { key: 'spent', label: 'Spent', numeric: true },
            ],
            rows: [{ id: 'travel', cells: { what: 'Travel', spent: '5 200' } }],
          }}
        />
        <MatrixChart
          title="Quality of our partnership"
          rowLabel="Criterion"
          priorityText="Priority"
          unchosenText="Not answered yet"
          columns={[
            { key: 'no', label: 'Not yet', tone: 'stop' },
            { key: 'partly', label: 'Partly', tone: 'late' },
            { key: 'mostly', label: 'Mostly', tone: 'now' },
            { key: 'fully', label: 'Fully', tone: 'done' },
          ]}
          rows={[
            { id: 'm1', label: 'Each pupil has a mentor with a name', chosen: 'fully' },
            {
              id: 'm2',
              label: 'Families are visited before they host',
              chosen: 'partly',
              priority: true,
              note: 'Two visits were by video.',
            },
            { id: 'm3', label: 'What was learnt counts at home', chosen: 'no' },
            { id: 'm4', label: 'Costs are known before the choice' },
          ]}
        />
        <RadarChart
          title="Three criteria of our choice"
          full={3}
          valueText="Where we stand"
          wishedText="Where we want to be"
          axes={[
            { id: 'r1', label: 'Mentors', value: 2, wished: 3 },
            { id: 'r2', label: 'Families', value: 1, wished: 2 },
            { id: 'r3', label: 'Recognition', value: 3 },
          ]}
          table={{
            summary: 'Show as a table',
            columns: [
              { key: 'criterion', label: 'Criterion' },
              { key: 'value', label: 'Where we stand' },
            ],
            rows: [
              { id: 'r1', cells: { criterion: 'Mentors', value: 'Mostly' } },
              { id: 'r2', cells: { criterion: 'Families', value: 'Partly' } },
              { id: 'r3', cells: { criterion: 'Recognition', value: 'Fully' } },
            ],
          }}
        />
      </Section>

      <Section title="Nothing there yet" id="empty">
        <EmptyState
          level={3}
          title="No reports yet"
          text={
            <p>
              Here you will read what your pupils write from abroad. The first report comes two
              weeks after departure.
            </p>
          }
          action={<LinkButton href="/example">Read an example</LinkButton>}
        />
        <Pager labels={{ nav: 'Reports', previous: 'Previous', next: 'Next' }} />
      </Section>

      <Section title="Before something ends" id="confirm">
        <ConfirmPanel
          title="End this stay early?"
          action="/end"
          confirmText="End the stay"
          danger
          cancelHref="/back"
          cancelText="Go back"
          fields={<Hidden name="reason" value="home" />}
        >
          <p>Both schools and the family will be told today. This cannot be undone.</p>
        </ConfirmPanel>
        <Prose>
          <h3>Running text</h3>
          <p>
            A stay of some months changes how a pupil sees the own school. Most of what goes wrong
            can be said early.
          </p>
          <ul>
            <li>Write to your mentor every week.</li>
            <li>Call the duty number at any hour.</li>
          </ul>
        </Prose>
      </Section>
    </Layout>
  );
}
