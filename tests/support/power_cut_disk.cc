#include "tests/support/power_cut_disk.h"

#include <unistd.h>

#include <utility>
#include <vector>

#include "ledger/base/status_macros.h"
#include "rocksdb/env.h"
#include "rocksdb/file_system.h"
#include "tests/support/disk_model.h"

namespace daybook {
namespace {

using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;

IOStatus ToIo(const absl::Status& status) {
  if (status.ok()) {
    return IOStatus::OK();
  }
  const std::string text(status.message().data(), status.message().size());
  return absl::IsNotFound(status) ? IOStatus::PathNotFound(text) : IOStatus::IOError(text);
}

std::string ParentOf(const std::string& path) { return path.substr(0, path.rfind('/')); }

// A handle that closes its descriptor.
class OwnedHandle {
 public:
  explicit OwnedHandle(DiskHandle handle) : handle_(handle) {}
  OwnedHandle(const OwnedHandle&) = delete;
  OwnedHandle& operator=(const OwnedHandle&) = delete;
  ~OwnedHandle() { ::close(handle_.descriptor); }
  const DiskHandle& get() const { return handle_; }

 private:
  DiskHandle handle_;
};

class AppendedFile : public rocksdb::FSWritableFile {
 public:
  AppendedFile(std::shared_ptr<DiskModel> model, DiskHandle handle)
      : model_(std::move(model)), handle_(handle) {}

  IOStatus Append(const rocksdb::Slice& data, const IOOptions&, IODebugContext*) override {
    return ToIo(model_->Append(handle_.get(), {data.data(), data.size()}));
  }
  IOStatus Append(const rocksdb::Slice& data, const IOOptions& options,
                  const rocksdb::DataVerificationInfo&, IODebugContext* debug) override {
    return Append(data, options, debug);
  }
  IOStatus PositionedAppend(const rocksdb::Slice&, uint64_t, const IOOptions&,
                            IODebugContext*) override {
    return IOStatus::NotSupported("PositionedAppend is for direct I/O");
  }
  IOStatus PositionedAppend(const rocksdb::Slice& data, uint64_t offset, const IOOptions& options,
                            const rocksdb::DataVerificationInfo&, IODebugContext* debug) override {
    return PositionedAppend(data, offset, options, debug);
  }
  IOStatus Truncate(uint64_t size, const IOOptions&, IODebugContext*) override {
    return size == model_->Size(handle_.get()) ? IOStatus::OK()
                                               : IOStatus::NotSupported("Truncate");
  }
  IOStatus Close(const IOOptions&, IODebugContext*) override { return IOStatus::OK(); }
  IOStatus Flush(const IOOptions&, IODebugContext*) override { return IOStatus::OK(); }
  IOStatus Sync(const IOOptions&, IODebugContext*) override {
    return ToIo(model_->Sync(handle_.get()));
  }
  IOStatus Fsync(const IOOptions& options, IODebugContext* debug) override {
    return Sync(options, debug);
  }
  IOStatus RangeSync(uint64_t, uint64_t, const IOOptions&, IODebugContext*) override {
    return IOStatus::OK();
  }
  bool IsSyncThreadSafe() const override { return true; }
  uint64_t GetFileSize(const IOOptions&, IODebugContext*) override {
    return model_->Size(handle_.get());
  }

 private:
  std::shared_ptr<DiskModel> model_;
  OwnedHandle handle_;
};

class SyncedDirectory : public rocksdb::FSDirectory {
 public:
  SyncedDirectory(std::shared_ptr<DiskModel> model, std::string path)
      : model_(std::move(model)), path_(std::move(path)) {}

  IOStatus Fsync(const IOOptions&, IODebugContext*) override {
    return ToIo(model_->SyncDirectory(path_));
  }
  IOStatus FsyncWithDirOptions(const IOOptions& options, IODebugContext* debug,
                               const rocksdb::DirFsyncOptions&) override {
    return Fsync(options, debug);
  }
  IOStatus Close(const IOOptions&, IODebugContext*) override { return IOStatus::OK(); }

 private:
  std::shared_ptr<DiskModel> model_;
  std::string path_;
};

class PowerCutRocksFiles : public rocksdb::FileSystemWrapper {
 public:
  explicit PowerCutRocksFiles(std::shared_ptr<DiskModel> model)
      : FileSystemWrapper(rocksdb::FileSystem::Default()), model_(std::move(model)) {}

  const char* Name() const override { return "PowerCutFileSystem"; }

  IOStatus NewWritableFile(const std::string& path, const rocksdb::FileOptions& options,
                           std::unique_ptr<rocksdb::FSWritableFile>* result,
                           IODebugContext* debug) override {
    if (!model_->Covers(path)) {
      return target()->NewWritableFile(path, options, result, debug);
    }
    return Wrap(model_->Create(path), result);
  }
  IOStatus ReopenWritableFile(const std::string& path, const rocksdb::FileOptions& options,
                              std::unique_ptr<rocksdb::FSWritableFile>* result,
                              IODebugContext* debug) override {
    if (!model_->Covers(path)) {
      return target()->ReopenWritableFile(path, options, result, debug);
    }
    absl::StatusOr<DiskHandle> handle = model_->OpenExisting(path);
    return Wrap(absl::IsNotFound(handle.status()) ? model_->Create(path) : handle, result);
  }
  IOStatus ReuseWritableFile(const std::string& path, const std::string& old_path,
                             const rocksdb::FileOptions& options,
                             std::unique_ptr<rocksdb::FSWritableFile>* result,
                             IODebugContext* debug) override {
    IOStatus status = RenameFile(old_path, path, options.io_options, debug);
    return status.ok() ? NewWritableFile(path, options, result, debug) : status;
  }
  IOStatus NewRandomRWFile(const std::string&, const rocksdb::FileOptions&,
                           std::unique_ptr<rocksdb::FSRandomRWFile>*, IODebugContext*) override {
    return IOStatus::NotSupported("NewRandomRWFile");
  }
  IOStatus NewMemoryMappedFileBuffer(const std::string&,
                                     std::unique_ptr<rocksdb::MemoryMappedFileBuffer>*) override {
    return IOStatus::NotSupported("NewMemoryMappedFileBuffer");
  }
  IOStatus NewDirectory(const std::string& path, const IOOptions& options,
                        std::unique_ptr<rocksdb::FSDirectory>* result,
                        IODebugContext* debug) override {
    IOStatus status = target()->NewDirectory(path, options, result, debug);
    if (status.ok() && model_->Covers(path + "/x")) {
      *result = std::make_unique<SyncedDirectory>(model_, path);
    }
    return status;
  }
  IOStatus DeleteFile(const std::string& path, const IOOptions& options,
                      IODebugContext* debug) override {
    return model_->Covers(path) ? ToIo(model_->Unlink(path))
                                : target()->DeleteFile(path, options, debug);
  }
  IOStatus RenameFile(const std::string& from, const std::string& to, const IOOptions& options,
                      IODebugContext* debug) override {
    return model_->Covers(from) ? ToIo(model_->Rename(from, to))
                                : target()->RenameFile(from, to, options, debug);
  }
  IOStatus CreateDir(const std::string& path, const IOOptions& options,
                     IODebugContext* debug) override {
    return model_->Covers(path) ? ToIo(model_->MakeDirectory(path))
                                : target()->CreateDir(path, options, debug);
  }
  IOStatus CreateDirIfMissing(const std::string& path, const IOOptions& options,
                              IODebugContext* debug) override {
    if (model_->Covers(path) && !target()->FileExists(path, options, debug).ok()) {
      return ToIo(model_->MakeDirectory(path));
    }
    return target()->CreateDirIfMissing(path, options, debug);
  }
  IOStatus DeleteDir(const std::string& path, const IOOptions& options,
                     IODebugContext* debug) override {
    return model_->Covers(path) ? ToIo(model_->RemoveDirectory(path))
                                : target()->DeleteDir(path, options, debug);
  }
  IOStatus Truncate(const std::string& path, size_t size, const IOOptions& options,
                    IODebugContext* debug) override {
    return model_->Covers(path) ? IOStatus::NotSupported("Truncate")
                                : target()->Truncate(path, size, options, debug);
  }
  IOStatus LinkFile(const std::string&, const std::string&, const IOOptions&,
                    IODebugContext*) override {
    return IOStatus::NotSupported("LinkFile");
  }

 private:
  IOStatus Wrap(absl::StatusOr<DiskHandle> handle,
                std::unique_ptr<rocksdb::FSWritableFile>* result) {
    if (!handle.ok()) {
      return ToIo(handle.status());
    }
    *result = std::make_unique<AppendedFile>(model_, *handle);
    return IOStatus::OK();
  }

  std::shared_ptr<DiskModel> model_;
};

class InPlaceFile : public OverwriteFile {
 public:
  InPlaceFile(std::shared_ptr<DiskModel> model, DiskHandle handle)
      : model_(std::move(model)), handle_(handle) {}
  absl::Status WriteAt(uint64_t offset, std::string_view bytes) override {
    return model_->WriteAt(handle_.get(), offset, bytes);
  }
  absl::Status Sync() override { return model_->Sync(handle_.get()); }

 private:
  std::shared_ptr<DiskModel> model_;
  OwnedHandle handle_;
};

class PowerCutFiles : public FileSystem {
 public:
  explicit PowerCutFiles(std::shared_ptr<DiskModel> model) : model_(std::move(model)) {}

  absl::StatusOr<std::string> Read(const std::string& path) const override {
    return PosixFileSystem().Read(path);
  }
  absl::Status WriteAtomically(const std::string& path, std::string_view bytes, uint32_t) override {
    const std::string temporary = path + ".tmp";
    {
      DAYBOOK_ASSIGN_OR_RETURN(const DiskHandle handle, model_->Create(temporary));
      const OwnedHandle owned(handle);
      DAYBOOK_RETURN_IF_ERROR(model_->Append(handle, bytes));
      DAYBOOK_RETURN_IF_ERROR(model_->Sync(handle));
    }
    return Rename(temporary, path);
  }
  absl::StatusOr<std::unique_ptr<OverwriteFile>> OpenForOverwrite(const std::string& path,
                                                                  uint32_t) override {
    absl::StatusOr<DiskHandle> handle = model_->OpenExisting(path);
    if (absl::IsNotFound(handle.status())) {
      handle = model_->Create(path);
      DAYBOOK_RETURN_IF_ERROR(handle.status());
      DAYBOOK_RETURN_IF_ERROR(model_->SyncDirectory(ParentOf(path)));
    }
    DAYBOOK_RETURN_IF_ERROR(handle.status());
    return std::unique_ptr<OverwriteFile>(std::make_unique<InPlaceFile>(model_, *handle));
  }
  absl::Status Remove(const std::string& path) override {
    DAYBOOK_RETURN_IF_ERROR(model_->Unlink(path));
    return model_->SyncDirectory(ParentOf(path));
  }
  absl::Status RemoveTree(const std::string& path) override {
    if (!Exists(path)) {
      return absl::OkStatus();
    }
    DAYBOOK_RETURN_IF_ERROR(RemoveWithin(path));
    return model_->SyncDirectory(ParentOf(path));
  }
  absl::Status Rename(const std::string& from, const std::string& to) override {
    DAYBOOK_RETURN_IF_ERROR(model_->Rename(from, to));
    return model_->SyncDirectory(ParentOf(to));
  }
  absl::Status CreateDirectory(const std::string& path, uint32_t) override {
    DAYBOOK_RETURN_IF_ERROR(model_->MakeDirectory(path));
    return model_->SyncDirectory(ParentOf(path));
  }
  absl::StatusOr<std::vector<std::string>> List(const std::string& directory) const override {
    return PosixFileSystem().List(directory);
  }
  bool Exists(const std::string& path) const override { return PosixFileSystem().Exists(path); }
  absl::StatusOr<uint64_t> Size(const std::string& path) const override {
    return PosixFileSystem().Size(path);
  }
  absl::StatusOr<std::unique_ptr<FileLock>> Lock(const std::string& path) override {
    return PosixFileSystem().Lock(path);
  }

 private:
  absl::Status RemoveWithin(const std::string& path) {
    const absl::StatusOr<std::vector<std::string>> names = List(path);
    if (!names.ok()) {
      return model_->Unlink(path);
    }
    for (const std::string& name : *names) {
      const std::string child = path + "/" + name;
      if (model_->Covers(child)) {
        DAYBOOK_RETURN_IF_ERROR(RemoveWithin(child));
      }
    }
    return model_->RemoveDirectory(path);
  }

  std::shared_ptr<DiskModel> model_;
};

}  // namespace

PowerCutDisk::PowerCutDisk(const std::string& directory, Options options)
    : model_(std::make_shared<DiskModel>(directory, options.ignore_syncs)),
      files_(std::make_unique<PowerCutFiles>(model_)),
      env_(rocksdb::NewCompositeEnv(std::make_shared<PowerCutRocksFiles>(model_))) {}

PowerCutDisk::~PowerCutDisk() = default;

Storage PowerCutDisk::storage() const { return {.files = files_.get(), .env = env_.get()}; }

void PowerCutDisk::SetCutAfter(uint64_t operations) { model_->SetCutAfter(operations); }
bool PowerCutDisk::power_is_cut() const { return model_->power_is_cut(); }
uint64_t PowerCutDisk::operations() const { return model_->operations(); }
void PowerCutDisk::Restore(uint64_t seed) { model_->Restore(seed); }

}  // namespace daybook
