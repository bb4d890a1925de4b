#include "tools/daybook/request_json.h"

#include <google/protobuf/util/json_util.h>

#include <memory>
#include <vector>

#include "absl/strings/str_cat.h"
#include "ledger/base/strings.h"
#include "tools/daybook/output.h"
#include "tools/daybook/suggest.h"

namespace daybook::cli {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// Ciphertext is noise to whoever has no key, and another one each time.
void HideSealedBytes(Message& message) {
  if (message.GetDescriptor() == v1::SealedData::descriptor()) {
    auto& sealed = static_cast<v1::SealedData&>(message);
    sealed.clear_nonce();
    sealed.clear_ciphertext();
    return;
  }
  const Reflection* reflection = message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    if (!field->is_repeated()) {
      HideSealedBytes(*reflection->MutableMessage(&message, field));
      continue;
    }
    for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
      HideSealedBytes(*reflection->MutableRepeatedMessage(&message, field, i));
    }
  }
}

void CollectFieldNames(const Descriptor& type, int depth, std::vector<std::string>& names) {
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor* field = type.field(i);
    names.push_back(field->name());
    names.push_back(field->json_name());
    if (field->message_type() != nullptr && depth > 0)
      CollectFieldNames(*field->message_type(), depth - 1, names);
  }
}

// protobuf says "(create_booking.stay) arrivl: Cannot find field."; people want to know what it
// should have been.
std::string ExplainJsonError(std::string_view message) {
  constexpr std::string_view kUnknownField = ": Cannot find field.";
  std::string text(message);
  for (char& c : text) {
    if (c == '\n') c = ' ';
  }
  const size_t at = text.rfind(kUnknownField);
  if (at == std::string::npos) return absl::StrCat("not a request in JSON: ", text);
  const size_t name_begin = text.rfind(' ', at);
  const std::string name = text.substr(name_begin == std::string::npos ? 0 : name_begin + 1,
                                       at - (name_begin == std::string::npos ? 0 : name_begin + 1));
  std::vector<std::string> names;
  CollectFieldNames(*v1::Request::descriptor(), 3, names);
  std::string where;
  if (text[0] == '(') where = absl::StrCat(" in ", text.substr(1, text.find(')') - 1));
  return absl::StrCat("there is no field '", name, "'", where, DidYouMean(name, names));
}

std::string ReasonsJson(const v1::Declined& declined) {
  std::vector<std::string> reasons;
  for (const v1::Decline& reason : declined.reasons()) {
    JsonObject object;
    object.Text("code", v1::DeclineCode_Name(reason.code()));
    if (!reason.field().empty()) object.Text("field", reason.field());
    if (!reason.detail().empty()) object.Text("detail", reason.detail());
    reasons.push_back(object.ToString());
  }
  return JsonArray(reasons);
}

template <typename Messages>
void AddMessages(std::string_view key, const Messages& messages, JsonObject& object) {
  if (messages.empty()) return;
  std::vector<std::string> values;
  for (const auto& message : messages) values.push_back(MessageJson(message));
  object.Raw(key, JsonArray(values));
}

void AddAccepted(const v1::Accepted& accepted, JsonObject& object) {
  std::vector<std::string> events;
  for (const v1::Event& event : accepted.events()) events.push_back(MessageJson(event));
  object.Raw("events", JsonArray(events));
  AddMessages("items", accepted.items(), object);
  AddMessages("journals", accepted.journals(), object);
  AddMessages("alternatives", accepted.alternatives(), object);
}

Answer FailureAnswer(JsonObject object, const absl::Status& status) {
  const absl::string_view message = status.message();
  JsonObject error;
  error.Text("code", absl::StatusCodeToString(status.code())).Text("message", FromAbsl(message));
  object.Text("outcome", absl::IsAlreadyExists(status) ? "conflict" : "error")
      .Raw("error", error.ToString());
  return {object.ToString(), StatusToExitCode(status)};
}

}  // namespace

absl::StatusOr<v1::Request> ParseRequestJson(std::string_view text) {
  v1::Request request;
  google::protobuf::util::JsonParseOptions options;
  options.ignore_unknown_fields = false;
  const auto status =
      google::protobuf::util::JsonStringToMessage({text.data(), text.size()}, &request, options);
  if (!status.ok()) {
    const auto message = status.message();
    return absl::InvalidArgumentError(ExplainJsonError({message.data(), message.size()}));
  }
  if (request.request_id().empty()) {
    return absl::InvalidArgumentError(
        "requestId is missing: give each request an id of its own, so that it can be sent again "
        "safely");
  }
  return request;
}

Answer MakeAnswer(uint64_t line, std::string_view request_id,
                  const absl::StatusOr<Receipt>& result) {
  JsonObject object;
  object.Count("line", line);
  if (!request_id.empty()) object.Text("requestId", request_id);
  if (!result.ok()) return FailureAnswer(std::move(object), result.status());
  object.Text("position", absl::StrCat(result->position));
  if (result->outcome.has_conflict()) {
    return FailureAnswer(std::move(object), absl::AlreadyExistsError(absl::StrCat(
                                                "the id was used with other content at position ",
                                                result->outcome.conflict().first_position())));
  }
  if (result->outcome.has_declined()) {
    object.Text("outcome", "declined").Bool("duplicate", result->duplicate);
    object.Raw("reasons", ReasonsJson(result->outcome.declined()));
    AddMessages("alternatives", result->outcome.declined().alternatives(), object);
    return {object.ToString(), ExitCode::kDeclined};
  }
  object.Text("outcome", "accepted").Bool("duplicate", result->duplicate);
  AddAccepted(result->outcome.accepted(), object);
  return {object.ToString(), ExitCode::kDone};
}

std::string MessageJson(const google::protobuf::Message& message) {
  const std::unique_ptr<Message> copy(message.New());
  copy->CopyFrom(message);
  HideSealedBytes(*copy);
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(*copy, &json).ok()) return "null";
  return json;
}

}  // namespace daybook::cli
