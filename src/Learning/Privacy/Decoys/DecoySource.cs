namespace Federated.Learning.Privacy;

/// <summary>Where foreign samples come from.</summary>
public enum DecoySource
{
    /// <summary>The training set, as its samples are.</summary>
    TrainingSet,

    /// <summary>Images that no user has, photographed with a camera and a class preference that are drawn anew for each client; needs <c>data.cameras</c>.</summary>
    Photos,
}
