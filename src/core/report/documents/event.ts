import type { EventArguments } from '../../traces/timeline/argument-reader';
import type { EventDetails } from '../../traces/timeline/event';
import { factsOf, offsetOf, titleOf } from '../../traces/timeline/event-facts';
import type { TimelineLayout } from '../../traces/timeline/layout';
import { formatCount } from '../../units/format';
import { text } from '../cells';
import type { Block, ReportDocument } from '../document';

/** One event of a timeline. @param read its arguments where they were read from the file, else those that are kept */
export const eventDocument = (
  details: EventDetails,
  layout: TimelineLayout,
  read: EventArguments | undefined,
): ReportDocument => {
  const { around, links } = details;
  return {
    title: titleOf(details),
    blocks: [
      {
        kind: 'facts',
        facts: [...factsOf(details, layout), ...(read?.arguments ?? details.arguments)],
      },
      ...(read?.note === undefined ? [] : [{ kind: 'note', text: read.note } as const]),
      ...(links.length === 0 ? [] : arrows(details)),
      ...(around.length === 0
        ? []
        : [
            {
              kind: 'table',
              heading: 'Inside',
              columns: [text('Event, the innermost last')],
              rows: around.map(({ name }) => [name]),
            } as const,
          ]),
    ],
  };
};

const arrows = (details: EventDetails): readonly Block[] => {
  const { links, linkCount } = details;
  const left = linkCount - links.length;
  return [
    {
      kind: 'table',
      heading: 'Arrows',
      columns: [text('Relation'), text('Event'), text('Start')],
      rows: links.map((link) => [link.relation, link.name, offsetOf(details, link)]),
    },
    ...(left === 0 ? [] : [{ kind: 'note', text: `and ${formatCount(left)} more` } as const]),
  ];
};
