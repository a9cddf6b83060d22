namespace Federated.Learning.Privacy;

/// <summary>What the deviation of noise is measured in.</summary>
public enum NoiseScale
{
    /// <summary>As it is.</summary>
    Absolute,

    /// <summary>In |u| / sqrt(d): with <c>std: 10</c> the noise is ten times as long as the update. Bounds nothing: no privacy loss is accounted for.</summary>
    Relative,
}
