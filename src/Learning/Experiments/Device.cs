namespace Federated.Learning.Experiments;

/// <summary>Where networks are computed.</summary>
public enum Device
{
    /// <summary>Every core, one client each.</summary>
    Cpu,

    /// <summary>The first CUDA device, if the installed libtorch has one.</summary>
    Cuda,
}
