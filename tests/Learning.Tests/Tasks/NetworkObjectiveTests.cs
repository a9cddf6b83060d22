using Federated.Learning.Rounds;
using Federated.Learning.Tasks;

namespace Federated.Learning.Tests.Tasks;

/// <summary>Gradients by libtorch.</summary>
public sealed class NetworkObjectiveTests : ImageObjectiveContract
{
    private protected override ILocalObjective<float> Create(ClassificationTask task) => new NetworkObjective(task);
}
