using Federated.Learning.Experiments;
using Xunit;

namespace Federated.Learning.Tests.Experiments;

public sealed class LanguageValidatorTests
{
    private const string Language =
        """
        algorithm: fedavg
        task: language
        data: mails
        model: byte-gpt
        """;

    private const string Prompts = "data={name: prompts, train: a.tsv, test: b.tsv, words: [N, P]}";

    [Theory]
    [InlineData("model=sotu-gpt")]
    [InlineData("model={name: byte-gpt, width: 32, heads: 2, blocks: 1, context: 16, initial: a.npy}")]
    [InlineData("model={name: opt, folder: opt-125m, trainable: norms_and_biases}")]
    [InlineData("model={name: gpt2, folder: gpt2, trainable: lora, lora_rank: 4, lora_alpha: 8}")]
    [InlineData("data={name: text, folder: speeches, window: 32, held_out: 0.1}")]
    [InlineData(Prompts)]
    public void Sound_language_tasks_are_accepted(string set) =>
        Assert.Equal(TaskKind.Language, ExperimentFile.Parse(Language, "run.yaml", [set]).Task);

    [Theory]
    [InlineData("data=fashion-mnist-mini", "data.name: fashion-mnist-mini is not accepted with task: language, which needs text; expected mails, text or prompts")]
    [InlineData("data.augment=flip_crop", "--set data.augment=flip_crop: only accepted with images; expected none")]
    [InlineData("precision=bf16", "--set precision=bf16: bf16 is not accepted with task: language; expected float32")]
    [InlineData("model=cnn28", "model.name: cnn28 belongs to task: classification; expected one of byte-gpt, sotu-gpt, gpt2, opt")]
    [InlineData("model=gpt3", "model.name: gpt3 is not known; expected one of byte-gpt, sotu-gpt, gpt2, opt")]
    [InlineData("model=opt", "model.folder: required by opt but missing; expected a folder with config.json")]
    [InlineData("model={name: gpt2, folder: x, width: 8}", "model.width: only accepted with byte-gpt; expected no such key")]
    [InlineData("model={name: sotu-gpt, initial: x.npy}", "model.initial: only accepted with byte-gpt; expected no such key")]
    [InlineData("model={name: sotu-gpt, context: 8}", "model.context: only accepted with byte-gpt; expected no such key")]
    [InlineData("model={name: byte-gpt, folder: x}", "model.folder: only accepted with gpt2 and opt; expected no such key")]
    [InlineData("model.lora_rank=4", "--set model.lora_rank=4: only accepted with trainable: lora; expected no such key")]
    [InlineData("model.lora_alpha=4", "--set model.lora_alpha=4: only accepted with trainable: lora; expected no such key")]
    [InlineData("model={name: byte-gpt, width: 64, heads: 3}", "model.heads: 3 is not accepted with a width of 64; expected a divisor of it")]
    [InlineData("data={name: prompts, train: a, test: b, words: [N]}", "data.words: 1 words; expected at least two, one for each label")]
    [InlineData("data={name: prompts, train: a, test: b, words: [N, P], prompt: 'label: '}", "data.prompt: 'label: ' has no place or several for the sentence; expected {text} exactly once")]
    [InlineData("data={name: prompts, train: a, test: b, words: [N, P], prompt: '{text}{text}'}", "data.prompt: '{text}{text}' has no place or several")]
    public void What_does_not_belong_to_a_language_task_is_refused(string set, string message) =>
        Assert.Contains(message, Refused(Language, set), StringComparison.Ordinal);

    [Theory]
    [InlineData("data=mails", "data.name: mails is text and not accepted with task: classification, which needs images; expected another data set, or task: language")]
    [InlineData("model=sotu-gpt", "model.name: sotu-gpt belongs to task: language; expected one of cnn28")]
    [InlineData("model.width=8", "--set model.width=8: only accepted with language models; expected no such key")]
    [InlineData("model.trainable=lora", "--set model.trainable=lora: only accepted with language models; expected no such key")]
    public void What_belongs_to_a_language_task_is_refused_elsewhere(string set, string message) =>
        Assert.Contains(message, Refused("algorithm: fedavg\n", set), StringComparison.Ordinal);

    private static string Refused(string text, string set) =>
        Assert.Throws<InputException>(() => ExperimentFile.Parse(text, "run.yaml", [set])).Message;
}
