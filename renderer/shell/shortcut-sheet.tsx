/** The sheet that lists all keys. */
import { Dialog } from '../controls/dialog.tsx';
import { useText } from '../controls/text.tsx';
import { useConnection } from '../state/connection.ts';
import { closeDialog, useView } from '../state/view.ts';
import './shortcuts.css';

export function ShortcutSheet() {
  const { t } = useText();
  const open = useView((view) => view.dialog === 'shortcuts');
  const key = (name: 'ctrl' | 'shift' | 'alt' | 'space' | 'enter' | 'delete' | 'escape' | 'home' | 'end'): string =>
    t(`shortcuts.keys.${name}`);
  // A browser has uses of its own for these.
  const onDesktop = useConnection((connection) => connection.info?.shell === 'desktop');
  const forAll = [
    { does: t('toolbar.pauseAll'), press: [[key('ctrl'), key('shift'), 'P']] },
    { does: t('toolbar.resumeAll'), press: [[key('ctrl'), key('shift'), 'S']] },
    { does: t('toolbar.retryFailed'), press: [[key('ctrl'), key('shift'), 'R']] },
  ];
  const blocks = [
    {
      title: t('shortcuts.anywhere'),
      keys: [
        { does: t('shortcuts.add'), press: [[key('ctrl'), 'N']] },
        { does: t('shortcuts.paste'), press: [[key('ctrl'), 'V']] },
        { does: t('shortcuts.search'), press: [[key('ctrl'), 'F']] },
        { does: t('shortcuts.settings'), press: [[key('ctrl'), ',']] },
        { does: t('shortcuts.undo'), press: [[key('ctrl'), 'Z']] },
        ...(onDesktop ? forAll : []),
        { does: t('shortcuts.help'), press: [['?']] },
      ],
    },
    {
      title: t('shortcuts.onHead'),
      keys: [
        {
          does: t('shortcuts.columnWidth'),
          press: [
            [key('shift'), '←'],
            [key('shift'), '→'],
          ],
        },
        {
          does: t('shortcuts.columnPlace'),
          press: [
            [key('ctrl'), key('shift'), '←'],
            [key('ctrl'), key('shift'), '→'],
          ],
        },
      ],
    },
    {
      title: t('shortcuts.inList'),
      keys: [
        { does: t('shortcuts.move'), press: [['↑'], ['↓'], [key('home')], [key('end')]] },
        {
          does: t('shortcuts.extend'),
          press: [
            [key('shift'), '↑'],
            [key('shift'), '↓'],
          ],
        },
        { does: t('shortcuts.selectAll'), press: [[key('ctrl'), 'A']] },
        { does: t('shortcuts.details'), press: [[key('enter')]] },
        { does: t('shortcuts.closeDetails'), press: [[key('escape')]] },
        { does: t('shortcuts.pauseResume'), press: [[key('space')]] },
        {
          does: t('shortcuts.reorder'),
          press: [
            [key('alt'), '↑'],
            [key('alt'), '↓'],
          ],
        },
        {
          does: t('shortcuts.reorderEnds'),
          press: [
            [key('alt'), key('home')],
            [key('alt'), key('end')],
          ],
        },
        { does: t('shortcuts.remove'), press: [[key('delete')]] },
        { does: t('shortcuts.removeWithFile'), press: [[key('shift'), key('delete')]] },
        { does: t('shortcuts.menu'), press: [[key('shift'), 'F10']] },
      ],
    },
  ];
  return (
    <Dialog open={open} onClose={closeDialog} title={t('shortcuts.title')} closeLabel={t('shortcuts.close')} className="dialog-wide">
      <div className="dialog-body sheet">
        {blocks.map((block) => (
          <section key={block.title}>
            <h3 className="sheet-title">{block.title}</h3>
            <dl>
              {block.keys.map(({ does, press }) => (
                <div key={does} className="sheet-line">
                  <dt>{does}</dt>
                  <dd>
                    {press.map((keys) => (
                      <span key={keys.join()} className="sheet-keys">
                        {keys.map((name) => (
                          <kbd key={name} className="kbd">
                            {name}
                          </kbd>
                        ))}
                      </span>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
