using Federated.Learning.Data;
using Federated.Learning.Data.Partitioning;
using Federated.Learning.Data.Text;
using Federated.Learning.Experiments;
using Federated.Learning.Experiments.Binding;
using Federated.Learning.LanguageModels;
using Federated.Learning.Parameters;
using Federated.Learning.Rounds;

namespace Federated.Learning.Tasks;

/// <summary>
/// Cross-entropy of a language model: of each next token of a text, or of the answer behind a prompt among the label words. The parameter vector
/// holds the trained part of the model only.
/// </summary>
public sealed class LanguageTask : SampleTask
{
    private readonly TokenSet _test;

    /// <param name="experiment">seed, batches, trained part</param>
    /// <param name="data">sequences of the model's tokens</param>
    /// <param name="partition">which sequences each client holds</param>
    /// <param name="model">the model; without weights they are drawn from the seed</param>
    /// <exception cref="InputException">Samples are not tokens.</exception>
    public LanguageTask(Experiment experiment, FederatedDataset data, Partition partition, LanguageModel model)
        : base(experiment, data, partition)
    {
        (Train, _test) = data.Halves<TokenSet>("text");
        Model = model;
        Part = TrainedPart.Create(experiment.Model, model, experiment.Seed);
    }

    /// <summary>The model.</summary>
    public LanguageModel Model { get; }

    /// <inheritdoc/>
    public override string ModelName => Model.Name;

    /// <inheritdoc/>
    public override ParameterLayout Layout => Part.Layout;

    /// <inheritdoc/>
    public override string Identity => Part.Identity;

    /// <summary>What is trained of the model.</summary>
    internal TrainedPart Part { get; }

    /// <summary>Sequences that clients hold.</summary>
    internal TokenSet Train { get; }

    /// <inheritdoc/>
    public override void Initialise(Span<float> x) => Part.Initialise(x);

    /// <inheritdoc/>
    public override ILocalObjective<float> CreateObjective() => new LanguageObjective(this);

    /// <summary>Writes the whole model, whatever part of it was trained; of a model on bytes it can be the start of another run.</summary>
    public override void WriteModel(string path, ReadOnlySpan<float> x, IReadOnlyDictionary<string, string> notes)
    {
        var weights = Part.Merge(x);
        var all = new Dictionary<string, string>(notes) { ["trainable"] = KeyNames.FromCode($"{Experiment.Model.Trainable}") };
        if (Model.Tokenizer is ByteTokenizer)
        {
            ByteGptFile.Write(path, Model.Network, weights, all);
            return;
        }

        SafetensorsFile.Write(path, Model.Network.Layout, weights, all);
    }

    /// <summary>The sequences of a split.</summary>
    internal TokenSet Samples(EvaluationSplit split) => split == EvaluationSplit.Test ? _test : Train;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        Part.Dispose();
        base.Dispose(disposing);
    }
}
