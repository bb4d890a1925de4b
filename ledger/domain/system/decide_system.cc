// The ledger's own requests: its schema, a recovery, the beginning and the end of an import, the
// beginning of a simulation.
#include "absl/strings/str_cat.h"
#include "ledger/base/strings.h"
#include "ledger/domain/decide_context.h"

namespace daybook {
namespace {

constexpr size_t kHashBytes = 32;

void CheckHash(DecideContext& context, std::string_view path, const std::string& hash) {
  if (hash.size() == kHashBytes) return;
  context.Decline(v1::FORM_ID_INVALID, path,
                  absl::StrCat(hash.size(), " bytes are no SHA-256, which has ", kHashBytes));
}

class SchemaPhases : public Phases {
 public:
  explicit SchemaPhases(const DecideContext& context) : schema_(context.request.adopt_schema()) {}

  void Form(DecideContext& context) override {
    CheckHash(context, "schema_sha256", schema_.schema_sha256());
    if (schema_.part() < 0 || schema_.part() >= schema_.parts()) {
      context.Decline(v1::FORM_LIMIT_INVALID, "part",
                      absl::StrCat(schema_.part(), " is not below ", schema_.parts()));
    }
  }
  void State(DecideContext&) override {}
  void Accept(DecideContext&, v1::Accepted& accepted) override {
    v1::SchemaAdopted& event = *accepted.add_events()->mutable_schema_adopted();
    event.set_schema_sha256(schema_.schema_sha256());
    event.set_part(schema_.part());
    event.set_parts(schema_.parts());
  }

 private:
  const v1::AdoptSchema& schema_;
};

class RecoveryPhases : public Phases {
 public:
  explicit RecoveryPhases(const DecideContext& context)
      : recovery_(context.request.note_recovery()) {}

  void Form(DecideContext&) override {}
  void State(DecideContext&) override {}
  void Accept(DecideContext&, v1::Accepted& accepted) override {
    v1::RecoveryNoted& event = *accepted.add_events()->mutable_recovery_noted();
    event.set_recovered_end(recovery_.recovered_end());
    event.set_head_end(recovery_.head_end());
  }

 private:
  const v1::NoteRecovery& recovery_;
};

class RejectsPhases : public Phases {
 public:
  explicit RejectsPhases(const DecideContext& context) : note_(context.request.note_rejects()) {}

  void Form(DecideContext& context) override {
    if (note_.counts().empty()) {
      context.Decline(v1::FORM_TOO_MANY, "counts", "there is nothing to note");
    }
    for (const v1::NoteRejects::Count& one : note_.counts()) {
      context.CheckId("counts.cause", one.cause());
    }
  }
  void State(DecideContext&) override {}
  void Accept(DecideContext&, v1::Accepted& accepted) override {
    uint64_t count = 0;
    for (const v1::NoteRejects::Count& one : note_.counts()) count += one.count();
    accepted.add_events()->mutable_rejects_noted()->set_count(count);
  }

 private:
  const v1::NoteRejects& note_;
};

class BeginImportPhases : public Phases {
 public:
  explicit BeginImportPhases(const DecideContext& context)
      : import_(context.request.begin_import()) {}

  void Form(DecideContext& context) override {
    context.CheckId("source", import_.source());
    CheckHash(context, "file_sha256", import_.file_sha256());
  }

  void State(DecideContext& context) override {
    const LedgerFacts& facts = context.state.facts();
    // Of an import that was begun it was asked then, by the rules of then: it can always be completed.
    if (facts.holds_own_requests && !facts.import) {
      context.Decline(v1::STATE_IMPORT_NOT_ALLOWED, "", "the ledger holds requests of its own");
    } else if (facts.simulation) {
      context.Decline(v1::STATE_IMPORT_NOT_ALLOWED, "", "the ledger holds a simulation");
    } else if (facts.import && !IsSame(*facts.import)) {
      context.Decline(
          v1::STATE_IMPORT_NOT_ALLOWED, "",
          absl::StrCat("the ledger holds the import of ", ToHex(facts.import->file_sha256()),
                       " as ", facts.import->source(), ", planned as ",
                       facts.import->planned_requests(), " requests"));
    } else if (facts.import_completed) {
      context.Decline(v1::STATE_IMPORT_NOT_ALLOWED, "file_sha256", "this import is completed");
    }
  }

  void Accept(DecideContext&, v1::Accepted& accepted) override {
    v1::ImportBegun& event = *accepted.add_events()->mutable_import_begun();
    event.set_source(import_.source());
    event.set_file_sha256(import_.file_sha256());
    event.set_planned_requests(import_.planned_requests());
  }

 private:
  // The same file read otherwise would not go on where the import stopped.
  bool IsSame(const v1::ImportBegun& begun) const {
    return begun.source() == import_.source() && begun.file_sha256() == import_.file_sha256() &&
           begun.planned_requests() == import_.planned_requests();
  }

  const v1::BeginImport& import_;
};

class CompleteImportPhases : public Phases {
 public:
  explicit CompleteImportPhases(const DecideContext& context)
      : import_(context.request.complete_import()) {}

  void Form(DecideContext& context) override {
    CheckHash(context, "file_sha256", import_.file_sha256());
  }

  void State(DecideContext& context) override {
    const LedgerFacts& facts = context.state.facts();
    if (!facts.import || facts.import_completed ||
        facts.import->file_sha256() != import_.file_sha256()) {
      context.Decline(v1::STATE_IMPORT_NOT_ALLOWED, "file_sha256",
                      "no import of this file is under way");
    }
  }

  void Accept(DecideContext&, v1::Accepted& accepted) override {
    accepted.add_events()->mutable_import_completed()->set_file_sha256(import_.file_sha256());
  }

 private:
  const v1::CompleteImport& import_;
};

class BeginSimulationPhases : public Phases {
 public:
  explicit BeginSimulationPhases(const DecideContext& context)
      : simulation_(context.request.begin_simulation()) {}

  void Form(DecideContext& context) override {
    context.CheckId("source", simulation_.source());
    CheckHash(context, "settings_sha256", simulation_.settings_sha256());
  }

  // What is synthetic must never stand beside what happened.
  void State(DecideContext& context) override {
    const LedgerFacts& facts = context.state.facts();
    if (facts.holds_own_requests) {
      context.Decline(v1::STATE_SIMULATION_NOT_ALLOWED, "", "the ledger holds requests of its own");
    } else if (facts.import) {
      context.Decline(v1::STATE_SIMULATION_NOT_ALLOWED, "", "the ledger holds an import");
    } else if (facts.simulation && !IsSame(*facts.simulation)) {
      context.Decline(
          v1::STATE_SIMULATION_NOT_ALLOWED, "",
          absl::StrCat("the ledger holds the simulation of ", facts.simulation->source(),
                       " with seed ", facts.simulation->seed(), " and settings ",
                       ToHex(facts.simulation->settings_sha256())));
    }
  }

  void Accept(DecideContext&, v1::Accepted& accepted) override {
    v1::SimulationBegun& event = *accepted.add_events()->mutable_simulation_begun();
    event.set_source(simulation_.source());
    event.set_seed(simulation_.seed());
    event.set_settings_sha256(simulation_.settings_sha256());
  }

 private:
  bool IsSame(const v1::SimulationBegun& begun) const {
    return begun.source() == simulation_.source() && begun.seed() == simulation_.seed() &&
           begun.settings_sha256() == simulation_.settings_sha256();
  }

  const v1::BeginSimulation& simulation_;
};

template <typename SomePhases>
void Run(DecideContext& context, v1::Outcome& outcome) {
  SomePhases phases(context);
  RunPhases(context, phases, outcome);
}

}  // namespace

void DecideSystem(DecideContext& context, v1::Outcome& outcome) {
  switch (context.request.body_case()) {
    case v1::Request::kAdoptSchema:
      return Run<SchemaPhases>(context, outcome);
    case v1::Request::kNoteRecovery:
      return Run<RecoveryPhases>(context, outcome);
    case v1::Request::kBeginImport:
      return Run<BeginImportPhases>(context, outcome);
    case v1::Request::kBeginSimulation:
      return Run<BeginSimulationPhases>(context, outcome);
    case v1::Request::kNoteRejects:
      return Run<RejectsPhases>(context, outcome);
    default:
      return Run<CompleteImportPhases>(context, outcome);
  }
}

}  // namespace daybook
