/** Version and licence of this software, and those of all that is bundled with it; opened from the person menu. */
import { Loader, Modal } from '@mantine/core'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { useAbout } from './about.ts'

// Its texts are long, and seldom read.
const Licences = lazy(() => import('./Licences.tsx').then((part) => ({ default: part.Licences })))

export function About() {
  const { t } = useTranslation('app')
  const { open } = useAbout()
  return (
    <Modal
      opened={open}
      onClose={() => useAbout.setState({ open: false })}
      title={t('about.title')}
      size={760}
      data-testid="about"
    >
      <Suspense fallback={<Loader size="sm" />}>
        <Licences />
      </Suspense>
    </Modal>
  )
}
