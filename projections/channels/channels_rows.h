// The letters of channels_view.h's own rows and index. Internal to the view.
#ifndef DAYBOOK_PROJECTIONS_CHANNELS_CHANNELS_ROWS_H_
#define DAYBOOK_PROJECTIONS_CHANNELS_CHANNELS_ROWS_H_

namespace daybook {

inline constexpr char kChannelRow = '0';
inline constexpr char kWaitingIndex = 'w';

}  // namespace daybook

#endif  // DAYBOOK_PROJECTIONS_CHANNELS_CHANNELS_ROWS_H_
