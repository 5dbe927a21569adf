export { BarChart, type BarChartProps, type BarKey, type BarRow } from './bar-chart.tsx';
export { BraidChart, type BraidChartProps, type BraidStrand } from './braid-chart.tsx';
export {
  Button,
  type ButtonKind,
  type ButtonProps,
  ButtonRow,
  LinkButton,
  type LinkButtonProps,
  PrintButton,
} from './button.tsx';
export { type DayEntry, DayList, MonthTable } from './calendar.tsx';
export { Card, CardGrid, type CardProps } from './card.tsx';
export type { TableEqual } from './chart.tsx';
export {
  Checkbox,
  CheckboxGroup,
  type CheckboxGroupProps,
  type CheckboxProps,
  type Option,
  type OptionGroup,
  RadioGroup,
  type RadioGroupProps,
  RowCheckbox,
  type RowCheckboxProps,
  SelectField,
  type SelectFieldProps,
} from './choice-field.tsx';
export { DateField, type DateFieldProps, type DateParts } from './date-field.tsx';
export { Details, type DetailsProps } from './details.tsx';
export { ConfirmPanel, type ConfirmPanelProps, Dialog, type DialogProps } from './dialog.tsx';
export { type Fact, Facts } from './facts.tsx';
export { type FieldProps, fieldId } from './field.tsx';
export { FieldSet } from './field-set.tsx';
export { FileField, type FileFieldProps } from './file-field.tsx';
export {
  AutosaveState,
  type AutosaveStateProps,
  type ErrorItem,
  ErrorSummary,
  type ErrorSummaryProps,
  Form,
  type FormProps,
} from './form.tsx';
export { GanttChart, type GanttChartProps, type GanttRow } from './gantt-chart.tsx';
export {
  JourneyLine,
  type JourneyLineProps,
  type Station,
  type StationState,
} from './journey-line.tsx';
export { Layout, type LayoutProps, type NavItem, renderDocument } from './layout.tsx';
export { MatrixChart, type MatrixChartProps, type MatrixRow } from './matrix-chart.tsx';
export {
  NextStep,
  type NextStepProps,
  type Task,
  TaskList,
  type Waiting,
  WaitingFor,
} from './next-step.tsx';
export {
  EmptyState,
  type EmptyStateProps,
  Flash,
  type FlashProps,
  Notice,
  type NoticeProps,
} from './notice.tsx';
export {
  type Breadcrumb,
  Columns,
  type ColumnsProps,
  Contents,
  type ContentsProps,
  PageHead,
  type PageHeadProps,
  Prose,
  Section,
  type SectionProps,
} from './page-head.tsx';
export { type PersonItem, PersonList } from './person-list.tsx';
export { type RadarAxis, RadarChart, type RadarChartProps } from './radar-chart.tsx';
export { Filters, type FiltersProps, SearchBox, type SearchBoxProps } from './search.tsx';
export {
  Avatar,
  type AvatarProps,
  StatusTag,
  type StatusTagProps,
  Tag,
  type Tone,
  ToneMark,
} from './status.tsx';
export { type Happening, type Step, Steps, Timeline } from './steps.tsx';
export {
  type Column,
  Pager,
  type PagerProps,
  type Row,
  SortLink,
  type SortLinkProps,
  Table,
  type TableProps,
} from './table.tsx';
export { type TabItem, Tabs, type TabsProps } from './tabs.tsx';
export { Talk, type TalkItem, type TalkProps } from './talk.tsx';
export {
  CodeField,
  type CodeFieldProps,
  type FieldWidth,
  Hidden,
  TextArea,
  type TextAreaProps,
  TextField,
  type TextFieldProps,
} from './text-field.tsx';
