namespace Federated.Learning.Data;

/// <summary>Random changes of training images, drawn from a keyed stream.</summary>
public enum Augmentation
{
    /// <summary>Images as they are.</summary>
    None,

    /// <summary>Horizontal flip with p = 1/2; independently with p = 1/2 zero-pad by 4 and crop back at a random offset.</summary>
    FlipCrop,
}
