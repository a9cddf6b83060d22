using Federated.Learning.Rounds;

namespace Federated.Learning.Tests.Tasks;

/// <summary>Next tokens.</summary>
public sealed class TextObjectiveTests : LocalObjectiveContract
{
    protected override int Predictions => Samples * LanguageBed.Window;

    private protected override ILocalObjective<float> Open(int batchSize) =>
        LanguageBed.Open(LanguageBed.Task(LanguageBed.Text(Samples), batchSize));
}
